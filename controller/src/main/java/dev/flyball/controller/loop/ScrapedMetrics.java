package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.Workload;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.Catalog.CustomMetric;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.CustomValue.DescribedObject;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.GroupResource;
import dev.flyball.metrics.series.SeriesRow;
import dev.flyball.metrics.series.SeriesStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The series that the loop holds, as metrics: custom metrics of pods, of what they belong to and of
 * namespaces, and external metrics with one value a workload. Owned by the loop.
 */
final class ScrapedMetrics {
  /** Label of an external series with the name of its workload. */
  static final String WORKLOAD = "workload";

  /** Label of an external series with the kind of its workload. */
  static final String KIND = "kind";

  private static final Map<GroupResource, String> WORKLOAD_KINDS =
      Map.of(
          new GroupResource("apps", "deployments"), "Deployment",
          new GroupResource("apps", "statefulsets"), "StatefulSet",
          new GroupResource("apps", "replicasets"), "ReplicaSet",
          new GroupResource("apps", "daemonsets"), "DaemonSet");

  private static final Map<String, GroupResource> RESOURCES = resources();

  private final SeriesStore series;
  private final ClusterState cluster;
  private final SeriesTotals totals;

  ScrapedMetrics(SeriesStore series, ClusterState cluster) {
    this.series = series;
    this.cluster = cluster;
    this.totals = new SeriesTotals(series);
  }

  private static Map<String, GroupResource> resources() {
    Map<String, GroupResource> resources = new HashMap<>();
    resources.put("Pod", GroupResource.PODS);
    resources.put("Namespace", GroupResource.NAMESPACES);
    WORKLOAD_KINDS.forEach((resource, kind) -> resources.put(kind, resource));
    return resources;
  }

  /** Whether a series of this name is the loop's own. */
  boolean defines(String name) {
    return series.defines(name);
  }

  /** Names of the loop's own series. */
  Set<String> names() {
    return series.names();
  }

  /** The query of an Object metric, where it is about a series of the loop's own; else null. */
  @Nullable CustomQuery query(MetricSpec.ObjectMetric metric, String namespace) {
    GroupResource resource = RESOURCES.get(metric.describedObject().kind());
    if (resource == null || !defines(metric.metric().name())) {
      return null;
    }
    return new CustomQuery(
        resource,
        resource.equals(GroupResource.NAMESPACES) ? "" : namespace,
        metric.describedObject().name(),
        metric.metric().name(),
        Inquiries.EVERYTHING,
        Inquiries.selectorOf(metric.metric()));
  }

  Catalog catalog() {
    List<String> names = series.names().stream().sorted().toList();
    List<CustomMetric> custom = new ArrayList<>();
    for (String name : names) {
      custom.add(new CustomMetric(GroupResource.PODS, true, name));
      custom.add(new CustomMetric(GroupResource.NAMESPACES, false, name));
      WORKLOAD_KINDS.keySet().stream()
          .sorted((a, b) -> a.toString().compareTo(b.toString()))
          .forEach(resource -> custom.add(new CustomMetric(resource, true, name)));
    }
    return new Catalog(names, custom);
  }

  /** Whether a query is about a series of the loop's own. */
  boolean knows(ExternalQuery query) {
    return series.defines(query.metric());
  }

  /** Whether a query is about a series of the loop's own. */
  boolean knows(CustomQuery query) {
    return series.defines(query.metric())
        && (query.resource().equals(GroupResource.PODS)
            || query.resource().equals(GroupResource.NAMESPACES)
            || WORKLOAD_KINDS.containsKey(query.resource()));
  }

  Answer<ExternalValue> external(ExternalQuery query, long nowMillis) {
    if (!knows(query)) {
      return new Answer.Unknown<>();
    }
    NamespaceState namespace = cluster.knownNamespace(query.namespace());
    List<ExternalValue> values = new ArrayList<>();
    if (namespace != null) {
      // Nearly every caller asks for one workload.
      String name = query.selector().matchLabels().get(WORKLOAD);
      (name == null ? namespace.workloads() : namespace.workloads(name))
          .forEach(
              (workload, pods) -> {
                Map<String, String> labels =
                    Map.of(WORKLOAD, workload.name(), KIND, workload.kind());
                if (query.selector().matches(labels)
                    && totals.over(pods, query.metric(), nowMillis)) {
                  values.add(
                      new ExternalValue(
                          labels, totals.milli(), totals.oldestMillis(), totals.windowMillis()));
                }
              });
    }
    return new Answer.Values<>(values);
  }

  Answer<CustomValue> custom(CustomQuery query, long nowMillis) {
    if (!knows(query)) {
      return new Answer.Unknown<>();
    }
    boolean namespaces = query.resource().equals(GroupResource.NAMESPACES);
    NamespaceState namespace =
        cluster.knownNamespace(namespaces ? query.name() : query.namespace());
    // A scraped series is one number a pod: it has no labels for a metric's selector to match.
    if (namespace == null || !query.series().matches(Map.of())) {
      return new Answer.Values<>(List.of());
    }
    List<CustomValue> values = new ArrayList<>();
    if (namespaces) {
      DescribedObject object = new DescribedObject("v1", "Namespace", "", namespace.name);
      addTotal(values, namespace.pods.values(), query.metric(), object, nowMillis);
    } else if (query.resource().equals(GroupResource.PODS)) {
      addPods(values, namespace, query, nowMillis);
    } else {
      addWorkloads(values, namespace, query, nowMillis);
    }
    return new Answer.Values<>(values);
  }

  private void addPods(
      List<CustomValue> values, NamespaceState namespace, CustomQuery query, long nowMillis) {
    if (!query.forAll()) {
      add(values, namespace.pods.get(query.name()), query.metric(), nowMillis);
      return;
    }
    namespace.podsByLabel.forEach(
        query.objects(), pod -> add(values, pod, query.metric(), nowMillis));
  }

  private void add(
      List<CustomValue> values, @Nullable PodState pod, String metric, long nowMillis) {
    SeriesRow row = pod == null ? null : pod.row(series, metric);
    long milli = row == null ? SeriesRow.MISSING : row.milli(nowMillis);
    if (pod != null && row != null && milli != SeriesRow.MISSING) {
      values.add(
          new CustomValue(
              new DescribedObject("v1", "Pod", pod.info.namespace(), pod.info.name()),
              milli,
              row.sampledAt(),
              row.windowMillis(nowMillis)));
    }
  }

  /** Workloads are known by their pods, so by name and kind but not by labels of their own. */
  private void addWorkloads(
      List<CustomValue> values, NamespaceState namespace, CustomQuery query, long nowMillis) {
    String kind = WORKLOAD_KINDS.get(query.resource());
    if (query.forAll() && !query.objects().matches(Map.of())) {
      return;
    }
    Map<Workload, List<PodState>> asked =
        query.forAll() ? namespace.workloads() : namespace.workloads(query.name());
    for (Map.Entry<Workload, List<PodState>> entry : asked.entrySet()) {
      Workload workload = entry.getKey();
      if (workload.kind().equals(kind)) {
        DescribedObject object =
            new DescribedObject(
                workload.apiVersion(), workload.kind(), namespace.name, workload.name());
        addTotal(values, entry.getValue(), query.metric(), object, nowMillis);
      }
    }
  }

  private void addTotal(
      List<CustomValue> values,
      Collection<PodState> pods,
      String metric,
      DescribedObject object,
      long nowMillis) {
    if (totals.over(pods, metric, nowMillis)) {
      values.add(
          new CustomValue(object, totals.milli(), totals.oldestMillis(), totals.windowMillis()));
    }
  }
}
