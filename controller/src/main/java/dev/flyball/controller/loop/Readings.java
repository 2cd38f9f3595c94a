package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.PodUsageSource;
import dev.flyball.controller.cluster.PodUsageSource.Sample;
import dev.flyball.core.observe.PodSamples;
import dev.flyball.core.observe.Reading;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.Policy;
import dev.flyball.metrics.series.SeriesRow;
import dev.flyball.metrics.series.SeriesStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts together what the metrics of a policy look like now. Owned by the loop. */
final class Readings {
  private final SeriesStore series;

  Readings(SeriesStore series) {
    this.series = series;
  }

  /** One reading for each metric, in the policy's own list. */
  List<Reading> take(
      PolicyState state, Policy policy, TargetState target, NamespaceState namespace, long now) {
    List<Reading> readings = state.readings();
    readings.clear();
    for (int i = 0; i < policy.metrics().size(); i++) {
      PodSamples samples = state.samples(i).reset(target.columns.size());
      readings.add(
          switch (policy.metrics().get(i)) {
            case MetricSpec.Resource m -> usage(m.resource(), null, target, namespace, samples);
            case MetricSpec.ContainerResource m ->
                usage(m.resource(), m.container(), target, namespace, samples);
            case MetricSpec.Pods m -> scraped(m.metric(), target, samples, now);
            case MetricSpec.ObjectMetric m ->
                new Reading.Missing("no source of Object metrics is configured");
            case MetricSpec.External m ->
                new Reading.Missing("no source of External metrics is configured");
          });
    }
    return readings;
  }

  private static Reading usage(
      String resource,
      @Nullable String container,
      TargetState target,
      NamespaceState namespace,
      PodSamples samples) {
    if (namespace.usageError != null) {
      return new Reading.Missing(namespace.usageError);
    }
    boolean any = false;
    List<PodState> pods = target.pods();
    for (int i = 0; i < pods.size(); i++) {
      Sample usage = pods.get(i).usage;
      if (usage == null || pods.get(i).usageReading != namespace.usageReading) {
        continue;
      }
      any = true;
      long milli = milli(usage, resource, container);
      if (milli != PodUsageSource.MISSING) {
        samples.set(i, milli, usage.atMillis(), usage.windowMillis());
      } else if (container != null) {
        return new Reading.Missing(
            "container "
                + container
                + " not present in metrics for pod "
                + namespace.name
                + "/"
                + pods.get(i).info.name());
      }
    }
    return any ? samples : new Reading.Missing("no metrics returned from resource metrics API");
  }

  private static long milli(Sample usage, String resource, @Nullable String container) {
    if (container != null) {
      return usage.containers().milli(resource, container);
    }
    return switch (resource) {
      case "cpu" -> usage.cpuMilli();
      case "memory" -> usage.memoryMilli();
      default -> PodUsageSource.MISSING;
    };
  }

  private Reading scraped(
      MetricIdentifier metric, TargetState target, PodSamples samples, long now) {
    if (metric.selector() != null) {
      return new Reading.Missing("a scraped series has no labels for a selector to match");
    }
    boolean any = false;
    List<PodState> pods = target.pods();
    for (int i = 0; i < pods.size(); i++) {
      SeriesRow row = pods.get(i).row(series, metric.name());
      if (row == null) {
        return new Reading.Missing(
            "no series of this name is defined in the settings; there are " + series.names());
      }
      any |= row.readInto(samples, i, now);
    }
    return any ? samples : new Reading.Missing("no metrics returned from custom metrics API");
  }
}
