package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.PodUsageSource;
import dev.flyball.controller.cluster.PodUsageSource.Sample;
import dev.flyball.core.observe.PodSamples;
import dev.flyball.core.observe.Reading;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.Policy;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.series.SeriesRow;
import dev.flyball.metrics.series.SeriesStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts together what the metrics of a policy look like now. Owned by the loop. */
final class Readings {
  private static final String NO_CUSTOM = "no metrics returned from custom metrics API";

  private final SeriesStore series;
  private final ScrapedMetrics scraped;
  private final Inquiries inquiries;

  Readings(SeriesStore series, ScrapedMetrics scraped, Inquiries inquiries) {
    this.series = series;
    this.scraped = scraped;
    this.inquiries = inquiries;
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
            case MetricSpec.Pods m -> pods(m.metric(), target, namespace, samples, now);
            case MetricSpec.ObjectMetric m -> object(m, namespace, now);
            case MetricSpec.External m -> external(m.metric(), namespace, now);
          });
    }
    return readings;
  }

  private Reading usage(
      String resource,
      @Nullable String container,
      TargetState target,
      NamespaceState namespace,
      PodSamples samples) {
    UsageQuestion question = inquiries.usage(namespace);
    String error = question.error();
    if (error != null) {
      return new Reading.Missing("the resource metrics API: " + error);
    }
    boolean any = false;
    List<PodState> pods = target.pods();
    for (int i = 0; i < pods.size(); i++) {
      Sample usage = question.of(pods.get(i));
      if (usage == null) {
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

  private Reading pods(
      MetricIdentifier metric,
      TargetState target,
      NamespaceState namespace,
      PodSamples samples,
      long now) {
    AnswerQuestion<CustomValue> question = inquiries.pods(metric, target, namespace.name);
    return question == null
        ? scraped(metric, target, samples, now)
        : asked(question, target, samples);
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
      any |= row != null && row.readInto(samples, i, now);
    }
    return any ? samples : new Reading.Missing(NO_CUSTOM);
  }

  private static Reading asked(
      AnswerQuestion<CustomValue> question, TargetState target, PodSamples samples) {
    String error = question.error();
    if (error != null) {
      return new Reading.Missing(error);
    }
    Map<String, CustomValue> byPod = new HashMap<>();
    question.values().forEach(value -> byPod.put(value.object().name(), value));
    List<PodState> pods = target.pods();
    for (int i = 0; i < pods.size(); i++) {
      CustomValue value = byPod.remove(pods.get(i).info.name());
      if (value != null) {
        samples.set(i, value.milli(), value.atMillis(), (int) value.windowMillis());
      }
    }
    if (!target.ownedOnly()) {
      byPod.values().forEach(value -> samples.addUnmatched(value.milli()));
    }
    return question.values().isEmpty() ? new Reading.Missing(NO_CUSTOM) : samples;
  }

  private Reading object(MetricSpec.ObjectMetric metric, NamespaceState namespace, long now) {
    CustomQuery own = scraped.query(metric, namespace.name);
    List<CustomValue> values;
    if (own == null) {
      AnswerQuestion<CustomValue> question = inquiries.object(metric, namespace.name);
      String error = question.error();
      if (error != null) {
        return new Reading.Missing(error);
      }
      values = question.values();
    } else {
      values = values(scraped.custom(own, now));
    }
    return values.isEmpty()
        ? new Reading.Missing(NO_CUSTOM)
        : Reading.Values.of(values.getFirst().milli());
  }

  private static <V> List<V> values(Answer<V> answer) {
    return answer instanceof Answer.Values<V> some ? some.values() : List.of();
  }

  private Reading external(MetricIdentifier metric, NamespaceState namespace, long now) {
    AnswerQuestion<ExternalValue> question = inquiries.external(metric, namespace.name);
    List<ExternalValue> values;
    if (question != null) {
      String error = question.error();
      if (error != null) {
        return new Reading.Missing(error);
      }
      values = question.values();
    } else {
      ExternalQuery query =
          new ExternalQuery(namespace.name, metric.name(), Inquiries.selectorOf(metric));
      values = values(scraped.external(query, now));
    }
    return values.isEmpty()
        ? new Reading.Missing("no metrics returned from external metrics API")
        : Reading.Values.of(values.stream().mapToLong(ExternalValue::milli).toArray());
  }
}
