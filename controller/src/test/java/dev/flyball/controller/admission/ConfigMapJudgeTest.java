package dev.flyball.controller.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.config.ConfigMapText;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.config.PolicyRegistry;
import dev.flyball.controller.config.Problem;
import dev.flyball.controller.config.SettingsChange;
import dev.flyball.controller.config.SettingsRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigMapJudgeTest {
  private static final String GOOD =
      "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\nmaxReplicas: 3\n";
  private static final String BAD = GOOD + "minReplicas: 9\n";
  private static final Map<String, String> POLICY = Map.of("flyball.dev/type", "policy");

  private final ConfigMapJudge judge = new ConfigMapJudge("flyball-system");

  private static ConfigMapText web(Map<String, String> labels, Map<String, String> data) {
    return new ConfigMapText("shop", "web", labels, data, "1");
  }

  private static ConfigMapText settings(String namespace, Map<String, String> data) {
    return new ConfigMapText(namespace, "flyball-settings", Map.of(), data, "1");
  }

  private Judgement created(ConfigMapText now) {
    return judge.judge(new Review.OfConfigMap("1", now, Optional.empty()));
  }

  private Judgement updated(ConfigMapText before, ConfigMapText now) {
    return judge.judge(new Review.OfConfigMap("1", now, Optional.of(before)));
  }

  private static List<String> lines(Judgement judgement) {
    return judgement.problems().stream().map(Problem::describe).toList();
  }

  @Test
  void everyBadPolicyIsNamedWithItsKeyLineFieldAndRemedy() {
    Judgement judgement = created(web(POLICY, Map.of("a", BAD, "b", GOOD, "c", "maxReplica: 3")));
    assertThat(lines(judgement))
        .hasSizeGreaterThan(2)
        .contains("shop/web[a]:3: minReplicas: 9 is more than maxReplicas 3; lower it to 3 or less")
        .allMatch(line -> line.startsWith("shop/web[a]:") || line.startsWith("shop/web[c]:"));
    assertThat(judgement.policies()).containsOnlyKeys(new PolicyId("shop", "web", "b"));
  }

  /** No second validator: what is refused is what the loop's registries reject. */
  @Test
  void theRegistriesOfTheLoopSayTheSame() {
    ConfigMapText policies = web(POLICY, Map.of("a", BAD));
    assertThat(new PolicyRegistry().apply(policies))
        .singleElement()
        .extracting("problems")
        .isEqualTo(created(policies).problems());
    for (Map<String, String> data :
        List.of(Map.of("settings.yaml", "syncPeriod: 0s\ntolerances: 1"), Map.of("x", "y"))) {
      ConfigMapText settings = settings("flyball-system", data);
      assertThat(new SettingsRegistry().apply(settings))
          .isInstanceOfSatisfying(
              SettingsChange.Rejected.class,
              rejected ->
                  assertThat(created(settings).problems())
                      .isNotEmpty()
                      .isEqualTo(rejected.problems()));
    }
  }

  @Test
  void whatIsNeitherPolicyNorSettingsIsNotRead() {
    Map<String, String> bad = Map.of("settings.yaml", "syncPeriod: 0s");
    assertThat(created(web(Map.of(), bad))).isEqualTo(Judgement.NOTHING);
    assertThat(created(web(Map.of("flyball.dev/type", "status"), bad)))
        .isEqualTo(Judgement.NOTHING);
    assertThat(created(settings("shop", bad))).isEqualTo(Judgement.NOTHING);
    assertThat(created(settings("flyball-system", bad)).problems()).isNotEmpty();
  }

  @Test
  void aBadOneThatIsThereCanHaveItsMetadataChanged() {
    ConfigMapText bad = web(POLICY, Map.of("a", BAD));
    ConfigMapText labelled =
        web(Map.of("flyball.dev/type", "policy", "team", "shop"), Map.of("a", BAD));
    assertThat(updated(bad, labelled)).isEqualTo(Judgement.NOTHING);
    ConfigMapText settings = settings("flyball-system", Map.of("settings.yaml", "syncPeriod: 0s"));
    assertThat(updated(settings, settings)).isEqualTo(Judgement.NOTHING);
  }

  @Test
  void aTextThatDoesNotChangeIsWarnedOfAndNotRefused() {
    ConfigMapText before = web(POLICY, Map.of("a", BAD, "b", GOOD));
    Judgement judgement =
        updated(before, web(POLICY, Map.of("a", BAD, "b", GOOD.replace("3", "4"))));
    assertThat(judgement.problems()).isEmpty();
    assertThat(judgement.warnings())
        .containsExactly(
            "shop/web[a]:3: warning: minReplicas: 9 is more than maxReplicas 3; lower it to 3 or"
                + " less");
    assertThat(lines(updated(before, web(POLICY, Map.of("a", BAD + "# again\n", "b", GOOD)))))
        .hasSize(1);
  }

  @Test
  void theLabelMakesTextsPoliciesThatWereNone() {
    ConfigMapText before = web(Map.of(), Map.of("a", BAD));
    assertThat(updated(before, web(POLICY, Map.of("a", BAD))).problems()).hasSize(1);
    assertThat(updated(web(POLICY, Map.of("a", BAD)), before)).isEqualTo(Judgement.NOTHING);
  }

  @Test
  void whatIsAWarningForTheControllerIsOneHere() {
    String hpa =
        "apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec:\n"
            + GOOD.indent(2);
    Judgement judgement = created(web(POLICY, Map.of("a", hpa)));
    assertThat(judgement.problems()).isEmpty();
    assertThat(judgement.warnings())
        .singleElement()
        .asString()
        .startsWith("shop/web[a]:1: warning: apiVersion: autoscaling/v1 is read as");
    assertThat(created(web(POLICY, Map.of())).warnings())
        .containsExactly("shop/web holds no policy; write each under a key of data");
    Judgement rules =
        created(settings("flyball-system", Map.of("settings.yaml", "resourceRules: {cpu: {}}\n")));
    assertThat(rules.problems()).isEmpty();
    assertThat(rules.warnings()).hasSize(1);
  }
}
