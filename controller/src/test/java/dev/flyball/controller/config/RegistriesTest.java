package dev.flyball.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.config.PolicyChange.Added;
import dev.flyball.controller.config.PolicyChange.Changed;
import dev.flyball.controller.config.PolicyChange.Rejected;
import dev.flyball.controller.config.PolicyChange.Removed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistriesTest {
  private static final PolicyId A = new PolicyId("shop", "web", "a");
  private static final PolicyId B = new PolicyId("shop", "web", "b");

  private final PolicyRegistry policies = new PolicyRegistry();
  private final SettingsRegistry settings = new SettingsRegistry();

  private static String text(int max) {
    return "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\nmaxReplicas: "
        + max
        + "\n";
  }

  private static ConfigMapText web(Map<String, String> data) {
    Map<String, String> labels = Map.of(ConfigMapText.TYPE_LABEL, ConfigMapText.POLICY_TYPE);
    return new ConfigMapText("shop", "web", labels, data, "1");
  }

  private static ConfigMapText settings(Map<String, String> data) {
    return new ConfigMapText("flyball", ConfigMapText.SETTINGS_NAME, Map.of(), data, "1");
  }

  @Test
  void policiesComeAndChangeAndGo() {
    assertThat(policies.apply(web(Map.of("a", text(3), "b", text(4)))))
        .containsExactly(
            new Added(A, Read.policy(text(3)), List.of()),
            new Added(B, Read.policy(text(4)), List.of()));
    assertThat(policies.apply(web(Map.of("a", text(5), "b", text(4)))))
        .containsExactly(new Changed(A, Read.policy(text(3)), Read.policy(text(5)), List.of()));
    assertThat(policies.apply(web(Map.of("a", text(5)))))
        .containsExactly(new Removed(B, Optional.of(Read.policy(text(4)))));
    assertThat(policies.remove("shop", "web"))
        .containsExactly(new Removed(A, Optional.of(Read.policy(text(5)))));
    assertThat(policies.inForce()).isEmpty();
  }

  @Test
  void sameTextAndSameMeaningChangeNothing() {
    policies.apply(web(Map.of("a", text(3))));
    assertThat(policies.apply(web(Map.of("a", text(3))))).isEmpty();
    assertThat(policies.apply(web(Map.of("a", "# three\n" + text(3))))).isEmpty();
  }

  @Test
  void badTextLeavesTheLastGoodVersionAndTheNeighbours() {
    policies.apply(web(Map.of("a", text(3), "b", text(4))));
    List<PolicyChange> changes = policies.apply(web(Map.of("a", text(0), "b", text(5))));
    assertThat(changes).hasSize(2);
    assertThat(changes.getFirst())
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.inForce()).contains(Read.policy(text(3)));
              assertThat(rejected.problems().getFirst().describe())
                  .isEqualTo("shop/web[a]:2: maxReplicas: 0 is less than 1; write 1 or more");
            });
    assertThat(changes.getLast()).isInstanceOf(Changed.class);
    assertThat(policies.inForce())
        .isEqualTo(Map.of(A, Read.policy(text(3)), B, Read.policy(text(5))));
    assertThat(policies.problems(A)).hasSize(1);
    assertThat(policies.problems(B)).isEmpty();
    assertThat(policies.apply(web(Map.of("a", text(0), "b", text(5))))).isEmpty();
  }

  @Test
  void textPutBackEndsTheRejection() {
    policies.apply(web(Map.of("a", text(3))));
    policies.apply(web(Map.of("a", text(0))));
    assertThat(policies.apply(web(Map.of("a", text(3)))))
        .containsExactly(new Changed(A, Read.policy(text(3)), Read.policy(text(3)), List.of()));
    assertThat(policies.problems(A)).isEmpty();
  }

  @Test
  void badFromTheBeginningHasNothingInForce() {
    List<PolicyChange> changes = policies.apply(web(Map.of("a", "")));
    assertThat(changes).singleElement().isInstanceOf(Rejected.class);
    assertThat(policies.inForce()).isEmpty();
    assertThat(policies.apply(web(Map.of("a", text(3))))).singleElement().isInstanceOf(Added.class);
    assertThat(policies.apply(web(Map.of()))).singleElement().isInstanceOf(Removed.class);
  }

  @Test
  void configMapThatLosesItsLabelLosesItsPoliciesAndNoOther() {
    policies.apply(web(Map.of("a", text(3))));
    Map<String, String> labels = Map.of(ConfigMapText.TYPE_LABEL, ConfigMapText.POLICY_TYPE);
    policies.apply(new ConfigMapText("shop", "web2", labels, Map.of("a", text(3)), "1"));
    ConfigMapText plain = new ConfigMapText("shop", "web", Map.of(), Map.of("a", text(3)), "2");
    assertThat(policies.apply(plain)).singleElement().isInstanceOf(Removed.class);
    assertThat(policies.inForce()).containsOnlyKeys(new PolicyId("shop", "web2", "a"));
  }

  @Test
  void settingsKeepTheLastGoodVersion() {
    assertThat(settings.apply(settings(Map.of("settings.yaml", "syncPeriod: 5s"))))
        .isInstanceOf(SettingsChange.Changed.class);
    assertThat(settings.apply(settings(Map.of("settings.yaml", "syncPeriod: 5"))))
        .isInstanceOf(SettingsChange.Rejected.class);
    assertThat(settings.inForce().syncPeriod()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.apply(settings(Map.of("settings.yaml", "syncPeriod: 5"))))
        .isEqualTo(new SettingsChange.Unchanged());
    assertThat(settings.apply(settings(Map.of("settings.yaml", "syncPeriod: 5s"))))
        .isInstanceOf(SettingsChange.Changed.class);
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void settingsWithoutTheirKeyAreRefusedAndWithoutConfigMapTheDefaults() {
    settings.apply(settings(Map.of("settings.yaml", "syncPeriod: 5s")));
    settings.apply(settings(Map.of("settings.yml", "syncPeriod: 9s")));
    assertThat(settings.problems())
        .extracting(Problem::describe)
        .containsExactly(
            "flyball/flyball-settings[settings.yaml]:1: the key is missing; put the settings under"
                + " the key settings.yaml");
    assertThat(settings.inForce().syncPeriod()).isEqualTo(Duration.ofSeconds(5));
    settings.remove();
    assertThat(settings.inForce()).isEqualTo(Settings.DEFAULT);
    assertThat(settings.problems()).isEmpty();
  }
}
