package dev.flyball.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flyball.controller.loop.LoopSnapshot;
import dev.flyball.controller.shard.ShardView;
import dev.flyball.controller.telemetry.Telemetry;
import dev.flyball.minicluster.real.RealPrograms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Alerts and dashboard speak of metrics that there are, in PromQL that Prometheus reads. */
class MonitoringTest {
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:flyball|jvm|process)_[a-z_]+[a-z](?=[\\s{(\\[)<>!=,]|$)");

  /** What cAdvisor and kube-state-metrics serve. */
  private static final List<String> OF_OTHERS =
      List.of("container_cpu_usage_seconds_total", "container_memory_working_set_bytes");

  private static final Path UNIT_TESTS =
      Path.of(System.getProperty("basedir", "."), "src/test/resources/alerts/alerts_test.yaml");

  private static TestingHelm helm;

  @BeforeAll
  static void start() {
    helm = new TestingHelm();
  }

  @AfterAll
  static void stop() {
    helm.close();
  }

  @Test
  void alertsSpeakOfMetricsThatThereAre() {
    JsonNode rules = helm.render(ValueSet.EVERYTHING).one("PrometheusRule");
    List<String> expressions = rules.findValuesAsString("expr");
    assertThat(expressions).hasSizeGreaterThan(5);
    assertKnown(expressions);
    assertThat(rules.at("/spec/groups/0/rules"))
        .allSatisfy(
            rule -> {
              assertThat(rule.path("alert").asString()).startsWith("Flyball");
              assertThat(rule.at("/labels/severity").asString())
                  .isIn("critical", "warning", "info");
              assertThat(rule.at("/annotations/summary").asString()).isNotEmpty();
              assertThat(rule.at("/annotations/description").asString()).isNotEmpty();
            });
  }

  @Test
  void dashboardSpeaksOfMetricsThatThereAre() {
    JsonNode dashboard = dashboard();
    assertThat(dashboard.path("panels")).hasSizeGreaterThan(8);
    List<String> expressions = dashboard.findValuesAsString("expr");
    assertKnown(expressions);
    Set<Integer> ids = new TreeSet<>();
    dashboard.path("panels").forEach(panel -> ids.add(panel.path("id").asInt()));
    assertThat(ids).hasSameSizeAs(dashboard.path("panels").valueStream().toList());
  }

  @Test
  void prometheusReadsAlertsAndDashboard() throws IOException, InterruptedException {
    // Debian's package prometheus brings both; the name by which it can be required is prometheus.
    List<Path> programs =
        RealPrograms.ofThisMachine().find("prometheus", "promtool").orElse(List.of());
    assumeTrue(!programs.isEmpty(), "promtool is not there");
    Path promtool = programs.getLast();
    JsonNode spec = helm.render(ValueSet.EVERYTHING).one("PrometheusRule").path("spec");
    Path alerts = TestingHelm.temporary("alerts", ".yaml");
    TestingHelm.write(alerts, TestingHelm.YAML.writeValueAsString(spec));
    check(promtool, alerts);
    Path panels = TestingHelm.temporary("panels", ".yaml");
    TestingHelm.write(panels, TestingHelm.YAML.writeValueAsString(asRules(dashboard())));
    check(promtool, panels);
  }

  @Test
  void alertsFireWhenTheyShouldAndOnlyThen() throws IOException, InterruptedException {
    List<Path> programs =
        RealPrograms.ofThisMachine().find("prometheus", "promtool").orElse(List.of());
    assumeTrue(!programs.isEmpty(), "promtool is not there");
    run(programs.getLast().toString(), "test", "rules", UNIT_TESTS.toString());
  }

  /** Every alert of the chart is made to fire in a unit test. */
  @Test
  void everyAlertHasAUnitTest() {
    JsonNode tests = TestingHelm.YAML.readTree(TestingHelm.read(UNIT_TESTS));
    Set<String> fired = new TreeSet<>();
    for (JsonNode test : tests.path("tests")) {
      for (JsonNode check : test.path("alert_rule_test")) {
        if (!check.path("exp_alerts").isEmpty()) {
          fired.add(check.path("alertname").asString());
        }
      }
    }
    JsonNode rules = helm.render(ValueSet.EVERYTHING).one("PrometheusRule");
    assertThat(fired).containsExactlyInAnyOrderElementsOf(rules.findValuesAsString("alert"));
  }

  /** The panels that people know from the HPA's own dashboards. */
  @Test
  void dashboardShowsContainersAndReplicas() {
    assertThat(dashboard().path("panels").valueStream().map(p -> p.path("title").asString()))
        .contains("Replica history", "CPU by container", "Memory against limit");
  }

  /** The dashboard's expressions as recording rules, with what Grafana puts into them. */
  private static JsonNode asRules(JsonNode dashboard) {
    var root = TestingHelm.YAML.createObjectNode();
    var group = root.putArray("groups").addObject().put("name", "dashboard");
    var rules = group.putArray("rules");
    int number = 0;
    for (String expression : dashboard.findValuesAsString("expr")) {
      rules
          .addObject()
          .put("record", "panel:" + "x".repeat(++number))
          .put("expr", expression.replace("$__rate_interval", "1m"));
    }
    return root;
  }

  private static void check(Path promtool, Path rules) throws IOException, InterruptedException {
    run(promtool.toString(), "check", "rules", rules.toString());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  private static JsonNode dashboard() {
    String text =
        helm.render(ValueSet.EVERYTHING)
            .one("ConfigMap", "governor-dashboard")
            .at("/data/flyball.json")
            .asString();
    return TestingHelm.YAML.readTree(text);
  }

  private static void assertKnown(List<String> expressions) {
    Telemetry telemetry = new Telemetry();
    telemetry.leader(() -> true);
    telemetry.shards(() -> new ShardView("a", List.of("a"), List.of(0), List.of("a"), ""));
    String served = telemetry.text(new LoopSnapshot(0, true, List.of(), 0, 0));
    assertThat(expressions)
        .allSatisfy(
            expression -> {
              List<String> metrics =
                  METRIC.matcher(expression).results().map(m -> m.group()).toList();
              assertThat(metrics.isEmpty())
                  .as(expression)
                  .isEqualTo(OF_OTHERS.stream().anyMatch(expression::contains));
              assertThat(metrics)
                  .allSatisfy(
                      metric ->
                          assertThat(served)
                              .contains("# TYPE " + metric.replaceFirst("(_total|_bucket)$", "")));
            });
  }
}
