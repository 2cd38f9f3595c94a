package dev.flyball.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the chart uses of the kinds of the Prometheus operator, by the names of its API. */
final class MonitoringKinds {
  private MonitoringKinds() {}

  record Meta(String name, String namespace, Map<String, String> labels) {}

  record Selector(Map<String, String> matchLabels) {}

  record Endpoint(String port, String path, String interval, boolean honorLabels) {}

  record ServiceMonitor(String apiVersion, String kind, Meta metadata, ServiceSpec spec) {}

  record ServiceSpec(Selector selector, List<Endpoint> endpoints) {}

  record PodMonitor(String apiVersion, String kind, Meta metadata, PodSpec spec) {}

  record PodSpec(Selector selector, List<Endpoint> podMetricsEndpoints) {}

  record PrometheusRule(String apiVersion, String kind, Meta metadata, RuleSpec spec) {}

  record RuleSpec(List<Group> groups) {}

  record Group(String name, List<Rule> rules) {}

  record Rule(
      String alert,
      String expr,
      @JsonProperty("for") @Nullable String duration,
      Map<String, String> labels,
      Map<String, String> annotations) {}
}
