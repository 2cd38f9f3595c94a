package dev.flyball.controller.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.Reports;
import dev.flyball.controller.loop.LoopSnapshot;
import dev.flyball.controller.shard.ShardView;
import dev.flyball.core.decide.Outcome;
import dev.flyball.metrics.trust.ServerListener.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/metrics.md} lists the metrics that are served. With {@code -Dflyball.update=true} it
 * is written anew.
 */
class MetricsDocumentTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "metrics.md");

  private static final String HEAD =
      """
      # Metrics about Flyball itself

      Served at `:8080/metrics`. This page is written by `MetricsDocumentTest`, see
      [CONTRIBUTING.md](../CONTRIBUTING.md).

      Metrics of policies are there for each policy that there is, and go with it. Where several replicas run, each
      serves them; `max by (namespace, configmap, policy)` leaves one. Beside these there are the usual `process_*` and
      `jvm_*`.

      | metric | type | labels | what it says |
      |---|---|---|---|
      """;

  private static final String FOOT =
      """

      ## Values of labels

      Labels take few values: names of policies, and the words below.

      | label | of | values |
      |---|---|---|
      | `outcome` | `flyball_decisions_total` | how a decision came about, such as `computed`, `failed`, `disabled` |
      | `action` | `flyball_decisions_total` | `none`, `scale_up`, `scale_down` |
      | `result` | `flyball_scale_writes_total` | `ok`, `conflict` (a newer version was met), `fenced` (leadership had ended), `error` |
      | `result` | `flyball_pod_metrics_reads_total` | `ok`, `error` |
      | `result` | `flyball_scrapes_total` | `ok`, or the kind of failure |
      | `result` | `flyball_agreement_total` | `agreed`, `differed`, `uncertain` (windows reached back to before the comparison began) |
      | `type`, `reason` | `flyball_policy_condition` | those of the HPA's conditions |
      | `code` | `flyball_metrics_api_requests_total` | HTTP status |
      | `reason` | `flyball_metrics_api_rejections_total` | why a connection or request was refused |

      ## Alerts

      The chart brings alerts on them (`monitoring.prometheusRule.enabled`) for what should wake somebody or be looked at:
      a policy at its maximum for long, recommendations that flap, readings that are missing, decisions that are late, a
      fight over replicas, no leader, and more. They are in `deploy/chart/flyball/files/alerts.yaml`, their unit tests in
      `deploy/src/test/resources/alerts`. The Grafana dashboard is `monitoring.dashboard.enabled`.
      """;

  private static final Pattern HELP = Pattern.compile("# HELP (flyball_\\S+) (.*)");
  private static final Pattern TYPE = Pattern.compile("# TYPE (flyball_\\S+) (\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("(flyball_[a-z_]+)\\{(.*)} .*");
  private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"");

  private static String served() {
    Telemetry telemetry = new Telemetry();
    telemetry.leader(() -> true);
    telemetry.shards(() -> new ShardView("a", List.of("a"), List.of(0), List.of("a"), ""));
    telemetry.decided(Outcome.Computed, 1, 1_000, 1);
    telemetry.scaleWritten("ok");
    telemetry.podMetricsRead("ok");
    telemetry.scraped("ok");
    telemetry.answered(200, 1_000);
    telemetry.rejected(Rejection.CONNECTIONS);
    return telemetry.text(
        new LoopSnapshot(Reports.NOW, true, List.of(Reports.besideAnHpa()), 2, 2));
  }

  /** Metrics and the labels that their samples carry. */
  private static Map<String, Set<String>> labels(String served) {
    Map<String, Set<String>> labels = new TreeMap<>();
    for (String line : served.lines().toList()) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches()) {
        String metric = sample.group(1).replaceFirst("_(bucket|sum|count)$", "");
        Set<String> names = labels.computeIfAbsent(metric, m -> new TreeSet<>());
        LABEL.matcher(sample.group(2)).results().map(m -> m.group(1)).forEach(names::add);
        names.remove("le");
      }
    }
    return labels;
  }

  private static Map<String, String> found(String served, Pattern pattern) {
    Map<String, String> found = new TreeMap<>();
    served
        .lines()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .filter(m -> !m.group(1).endsWith("_created"))
        .forEach(m -> found.put(m.group(1), m.group(2)));
    return found;
  }

  private static String page() {
    String served = served();
    Map<String, String> types = found(served, TYPE);
    Map<String, Set<String>> labels = labels(served);
    StringBuilder page = new StringBuilder(HEAD);
    found(served, HELP)
        .forEach(
            (metric, help) ->
                page.append(
                    "| `%s` | %s | %s | %s |\n"
                        .formatted(
                            metric,
                            types.get(metric),
                            String.join(
                                ", ",
                                labels.getOrDefault(metric, Set.of()).stream()
                                    .map(label -> "`" + label + "`")
                                    .toList()),
                            help.strip())));
    return page.append(FOOT).toString();
  }

  @Test
  void thePageListsTheMetricsThatThereAre() throws IOException {
    String page = page();
    if (Boolean.getBoolean("flyball.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/metrics.md is stale; CONTRIBUTING.md tells how to update it")
        .isEqualTo(page);
  }

  @Test
  void namesFollowTheConventionsAndLabelsAreBounded() {
    String served = served();
    assertThat(found(served, TYPE))
        .hasSizeGreaterThan(15)
        .allSatisfy(
            (metric, type) -> {
              assertThat(metric).matches("flyball(_[a-z]+)+");
              assertThat(metric.endsWith("_total")).as(metric).isEqualTo(type.equals("counter"));
              assertThat(metric).doesNotMatch(".*_(ms|millis|milliseconds|kb|mb|percent)(_.*)?");
            });
    assertThat(labels(served).values().stream().flatMap(Set::stream))
        .isSubsetOf(
            Stream.of(
                    "namespace configmap policy type reason result outcome action code shard"
                        .split(" "))
                .toList());
  }
}
