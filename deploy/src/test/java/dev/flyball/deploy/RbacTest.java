package dev.flyball.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The controller may do what it does, and no more. */
class RbacTest {
  /** Granted for what takes longer, or more replicas, than this test has. */
  private static final List<String> NOT_SEEN_HERE =
      List.of(
          // The renewal of a certificate.
          "patch secrets");

  private static final Pattern DISCOVERY = Pattern.compile("get (\\..+)?");

  private static TestingHelm helm;

  @BeforeAll
  static void start() {
    helm = new TestingHelm();
  }

  @AfterAll
  static void stop() {
    helm.close();
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsGrantedByWildcard(ValueSet set) {
    Manifest manifest = helm.render(set);
    for (JsonNode rule : rules(manifest).toList()) {
      assertThat(texts(rule, "verbs")).isNotEmpty().doesNotContain("*");
      assertThat(texts(rule, "apiGroups")).isNotEmpty().doesNotContain("*");
      assertThat(rule.has("nonResourceURLs")).isFalse();
      // Names of metrics are names of resources in these groups; reading them changes nothing.
      if (!texts(rule, "apiGroups").stream()
          .allMatch(group -> group.matches("(custom|external)\\.metrics\\.k8s\\.io"))) {
        assertThat(texts(rule, "resources")).isNotEmpty().doesNotContain("*");
      } else {
        assertThat(texts(rule, "verbs")).isSubsetOf("get", "list");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRuleStandsBesideItsReason(ValueSet set) {
    String[] lines = helm.text(set.values).split("\n", -1);
    int rules = 0;
    for (int i = 1; i < lines.length; i++) {
      if (lines[i].startsWith("  - apiGroups:")) {
        rules++;
        assertThat(lines[i - 1].contains("#") || lines[i - 1].contains("verbs: [create]"))
            .as("line before: %s", lines[i])
            .isTrue();
      }
    }
    assertThat(rules).isGreaterThan(8);
  }

  @Test
  void secretsAndLeasesAreReachedByNameInOneNamespace() {
    Manifest manifest = helm.render(ValueSet.DEFAULTS);
    assertThat(grants(manifest.one("ClusterRole", "flyball")))
        .noneMatch(grant -> grant.contains("secrets") || grant.contains("leases"));
    assertThat(manifest.one("Role").at("/metadata/namespace").asString())
        .isEqualTo(TestingHelm.NAMESPACE);
    assertThat(manifest.one("Role").path("rules"))
        .allSatisfy(
            rule ->
                assertThat(
                        texts(rule, "verbs").equals(List.of("create"))
                            || !texts(rule, "resourceNames").isEmpty())
                    .as("%s", rule)
                    .isTrue());
  }

  @Test
  void leasesOfOtherNamesAreReachedForShardsAloneAndInOneNamespace() {
    Manifest manifest = helm.render(ValueSet.SHARDED);
    assertThat(grants(manifest.one("ClusterRole", "flyball")))
        .noneMatch(grant -> grant.contains("leases"));
    assertThat(rules(manifest).filter(rule -> texts(rule, "resources").contains("leases")))
        .filteredOn(rule -> texts(rule, "resourceNames").isEmpty())
        .extracting(rule -> texts(rule, "verbs"))
        .containsExactly(List.of("create"), List.of("list", "patch", "delete"));
  }

  @Test
  void whatShardsDoIsGrantedAndWhatIsGrantedForThemIsDone() throws Exception {
    Manifest manifest = helm.render(ValueSet.SHARDED);
    Set<String> granted = new TreeSet<>();
    rules(manifest)
        .filter(rule -> texts(rule, "resources").contains("leases"))
        .filter(rule -> texts(rule, "resourceNames").isEmpty())
        .forEach(rule -> texts(rule, "verbs").forEach(verb -> granted.add(verb)));
    Set<String> done = new TreeSet<>();
    try (TestingRun run = new TestingRun("--shards", "16")) {
      run.holdAndGiveBackShards();
      for (String request : run.requests()) {
        if (request.endsWith(" leases.coordination.k8s.io")) {
          done.add(request.substring(0, request.indexOf(' ')));
        }
      }
    }
    assertThat(done).isEqualTo(granted);
  }

  @Test
  void rolesAreBoundToTheAccountOfThePodsAlone() {
    Manifest manifest = helm.render(ValueSet.DEFAULTS);
    String account =
        manifest.one("Deployment").at("/spec/template/spec/serviceAccountName").asString();
    assertThat(manifest.one("ServiceAccount").at("/metadata/name").asString()).isEqualTo(account);
    for (String kind : List.of("ClusterRoleBinding", "RoleBinding")) {
      JsonNode subjects = manifest.one(kind).path("subjects");
      assertThat(subjects).hasSize(1);
      assertThat(subjects.get(0).path("name").asString()).isEqualTo(account);
      assertThat(subjects.get(0).path("namespace").asString()).isEqualTo(TestingHelm.NAMESPACE);
    }
  }

  @Test
  void whatTheControllerDoesIsGrantedAndWhatIsGrantedIsDone() throws Exception {
    Manifest manifest = helm.render(ValueSet.DEFAULTS);
    Set<String> granted = grants(manifest.one("ClusterRole", "flyball"));
    granted.addAll(grants(manifest.one("Role")));
    Set<String> done;
    try (TestingRun run = new TestingRun()) {
      run.useEverything();
      done = run.requests();
    }
    Set<String> refused = new TreeSet<>();
    Set<String> unused = new TreeSet<>(granted);
    for (String request : done) {
      String grant =
          request.replaceFirst(" .*(\\.(?:custom|external)\\.metrics\\.k8s\\.io)$", " *$1");
      if (!granted.contains(grant) && !DISCOVERY.matcher(request).matches()) {
        refused.add(request);
      }
      unused.remove(grant);
    }
    unused.removeAll(NOT_SEEN_HERE);
    assertThat(refused).as("done by the controller, and not granted").isEmpty();
    assertThat(unused).as("granted, and not used by the controller").isEmpty();
  }

  private static Stream<JsonNode> rules(Manifest manifest) {
    return Stream.concat(manifest.all("ClusterRole").stream(), manifest.all("Role").stream())
        .flatMap(role -> role.path("rules").valueStream());
  }

  /** {@code verb resource.group} for all that a role grants. */
  private static Set<String> grants(JsonNode role) {
    Set<String> grants = new TreeSet<>();
    for (JsonNode rule : role.path("rules")) {
      for (String group : texts(rule, "apiGroups")) {
        for (String resource : texts(rule, "resources")) {
          for (String verb : texts(rule, "verbs")) {
            grants.add(verb + " " + resource + (group.isEmpty() ? "" : "." + group));
          }
        }
      }
    }
    return grants;
  }

  private static List<String> texts(JsonNode rule, String field) {
    return rule.path(field).valueStream().map(JsonNode::asString).toList();
  }
}
