package dev.flyball.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.config.Series.Kind;
import dev.flyball.controller.config.Series.PromQl;
import dev.flyball.controller.config.Series.Scrape;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.metrics.rules.AdapterRule;
import dev.flyball.metrics.rules.AdapterRule.Filter;
import dev.flyball.metrics.rules.AdapterRule.GroupResource;
import dev.flyball.metrics.rules.AdapterRule.NameMapping;
import dev.flyball.metrics.rules.AdapterRule.Resources;
import dev.flyball.metrics.source.forward.ForwardTarget;
import dev.flyball.metrics.source.promql.PrometheusEndpoint;
import dev.flyball.metrics.source.promql.PrometheusEndpoint.BasicAuth;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {
  @Test
  void everyField() {
    Settings settings =
        Read.settings(
            """
            syncPeriod: 5s
            tolerance: 0.05
            downscaleStabilization: 1m30s
            cpuInitializationPeriod: 2m
            initialReadinessDelay: 500ms
            architectures: [arm64, amd64]
            prometheus:
              url: "http://vmsingle-vm.monitoring.svc:8428/prometheus"
              timeout: 3s
              headers: {X-Scope-OrgID: shop}
              basicAuth: {username: flyball, passwordFile: /secrets/password}
              caFile: /secrets/ca.crt
            series:
            - name: http_requests_per_second
              scrape: {counter: http_requests_total, interval: 10s, window: 1m, labels: {code: "200"}}
            - {name: open_connections, scrape: {gauge: connections}}
            - name: queue_depth
              prometheus: {query: 'sum by (namespace, pod) (queue_depth{<<.LabelMatchers>>})'}
            rules:
            - seriesQuery: 'http_requests_total{namespace!="",pod!=""}'
              seriesFilters: [{is: "^http_"}, {isNot: "_bucket$"}]
              resources:
                overrides: {namespace: {resource: namespace}, deploy: {group: apps, resource: deployment}}
                template: "kube_<<.Resource>>"
                namespaced: false
              name: {matches: "^(.*)_total$", as: "${1}_per_second"}
              metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)'
            externalRules:
            - seriesQuery: queue
              resources: {overrides: {ns: {resource: namespace}}}
              metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})'
            forwardExternalMetrics: {url: "https://keda.keda.svc", timeout: 2s, caFile: /secrets/keda.crt}
            """);
    assertThat(settings.syncPeriod()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.autoscaler())
        .isEqualTo(
            new AutoscalerSettings(
                0.05, Duration.ofSeconds(90), Duration.ofMinutes(2), Duration.ofMillis(500)));
    assertThat(settings.architectures()).containsExactly("arm64", "amd64");
    assertThat(settings.prometheus())
        .contains(
            new PrometheusEndpoint(
                URI.create("http://vmsingle-vm.monitoring.svc:8428/prometheus"),
                Duration.ofSeconds(3),
                Map.of("X-Scope-OrgID", "shop"),
                Optional.of(new BasicAuth("flyball", "/secrets/password")),
                Optional.empty(),
                Optional.of("/secrets/ca.crt")));
    assertThat(settings.series())
        .containsExactly(
            new Series(
                "http_requests_per_second",
                new Scrape(
                    Kind.Counter,
                    "http_requests_total",
                    Map.of("code", "200"),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1))),
            new Series(
                "open_connections",
                new Scrape(
                    Kind.Gauge,
                    "connections",
                    Map.of(),
                    Scrape.DEFAULT_INTERVAL,
                    Scrape.DEFAULT_WINDOW)),
            new Series(
                "queue_depth",
                new PromQl("sum by (namespace, pod) (queue_depth{<<.LabelMatchers>>})")));
    assertThat(settings.rules())
        .containsExactly(
            new AdapterRule(
                "http_requests_total{namespace!=\"\",pod!=\"\"}",
                List.of(new Filter("^http_", true), new Filter("_bucket$", false)),
                new Resources(
                    "kube_<<.Resource>>",
                    Map.of(
                        "namespace", new GroupResource("", "namespace"),
                        "deploy", new GroupResource("apps", "deployment")),
                    Optional.of(false)),
                new NameMapping("^(.*)_total$", "${1}_per_second"),
                "sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)"));
    assertThat(settings.externalRules())
        .containsExactly(
            new AdapterRule(
                "queue",
                List.of(),
                new Resources(
                    "", Map.of("ns", new GroupResource("", "namespace")), Optional.empty()),
                NameMapping.NONE,
                "sum(<<.Series>>{<<.LabelMatchers>>})"));
    assertThat(settings.forwardExternalMetrics())
        .hasValue(
            new ForwardTarget(
                URI.create("https://keda.keda.svc"),
                Duration.ofSeconds(2),
                Optional.of("/secrets/keda.crt"),
                true));
  }

  @Test
  void aFileOfPrometheusAdapterIsTakenWhole() {
    Parsed<Settings> read =
        SettingsReader.read(
            """
            prometheus: {url: "http://p:9090"}
            rules: []
            resourceRules:
              cpu: {containerQuery: 'sum(x) by (<<.GroupBy>>)', containerLabel: container}
            """,
            Origin.file("settings.yaml"));
    assertThat(read)
        .isInstanceOfSatisfying(
            Parsed.Valid.class,
            valid -> assertThat(valid.warnings().toString()).contains("resourceRules"));
  }

  @Test
  void absentFieldsTakeTheDefaults() {
    assertThat(Read.settings("{}")).isEqualTo(Settings.DEFAULT);
    assertThat(Read.settings("series: []\nrules: []\n")).isEqualTo(Settings.DEFAULT);
  }

  @Test
  void architecturesMayBeAny() {
    assertThat(Read.settings("architectures: []").architectures()).isEmpty();
  }

  @Test
  void windowFollowsTheInterval() {
    Settings settings = Read.settings("series: [{name: rps, scrape: {counter: a, interval: 20s}}]");
    assertThat(settings.series())
        .containsExactly(
            new Series(
                "rps",
                new Scrape(
                    Kind.Counter, "a", Map.of(), Duration.ofSeconds(20), Duration.ofMinutes(1))));
  }
}
