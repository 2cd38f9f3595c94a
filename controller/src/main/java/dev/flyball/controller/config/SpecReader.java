package dev.flyball.controller.config;

import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the fields of an HPA's spec. */
final class SpecReader {
  private static final String TARGET_CPU = "targetCPUUtilizationPercentage";
  private static final String NAME_TARGET =
      "write the object to scale: {apiVersion: apps/v1, kind: Deployment, name: …}";

  private SpecReader() {}

  /**
   * Reads an {@code autoscaling/v2} spec.
   *
   * @param outer the {@code flyball} section that stands at the top of a pasted object, if any
   */
  static @Nullable Policy v2(Value spec, @Nullable PolicySection outer) {
    int before = spec.problems().count();
    Fields fields =
        Fields.open(
            spec, "scaleTargetRef", "minReplicas", "maxReplicas", "metrics", "behavior", "flyball");
    if (fields == null) {
      return null;
    }
    @Nullable List<MetricSpec> metrics = metrics(fields.get("metrics"));
    Behavior behavior = BehaviorReader.read(fields.get("behavior"));
    Value flyball = fields.get("flyball");
    PolicySection options = OptionsReader.read(flyball);
    if (flyball != null && outer != null) {
      flyball
          .problems()
          .error(flyball.keyAt(), flyball.path(), "is given twice", "keep one of them");
    }
    PolicySection chosen = outer != null ? outer : options;
    return policy(fields, metrics, behavior, chosen, before);
  }

  /** Reads an {@code autoscaling/v1} spec, whose only metric is CPU utilization. */
  static @Nullable Policy v1(Value spec, @Nullable PolicySection outer) {
    int before = spec.problems().count();
    Fields fields =
        Fields.open(spec, "scaleTargetRef", "minReplicas", "maxReplicas", TARGET_CPU, "flyball");
    if (fields == null) {
      return null;
    }
    Integer percent = Scalars.whole(fields.get(TARGET_CPU), 1, Integer.MAX_VALUE, "percent");
    List<MetricSpec> metrics =
        percent == null
            ? Policy.DEFAULT_METRICS
            : List.of(new MetricSpec.Resource("cpu", new MetricTarget.Utilization(percent)));
    PolicySection options = OptionsReader.read(fields.get("flyball"));
    return policy(fields, metrics, null, outer != null ? outer : options, before);
  }

  private static @Nullable Policy policy(
      Fields fields,
      @Nullable List<MetricSpec> metrics,
      @Nullable Behavior behavior,
      @Nullable PolicySection section,
      int before) {
    var target = ReferenceReader.scaleTarget(fields.require("scaleTargetRef", NAME_TARGET));
    Integer min = Scalars.whole(fields.get("minReplicas"), 0, Integer.MAX_VALUE, "");
    Value maxField =
        fields.require("maxReplicas", "write the most replicas there may be, 1 or more");
    Integer max = Scalars.whole(maxField, 1, Integer.MAX_VALUE, "");
    checkBounds(fields, min, max, metrics);
    if (section != null && max != null && metrics != null) {
      int least = Objects.requireNonNullElse(min, Policy.DEFAULT_MIN_REPLICAS);
      section.check(new PolicySection.Spec(least, max, metrics));
    }
    if (target == null || max == null || metrics == null || fields.problems().count() > before) {
      return null;
    }
    return new Policy(
        target,
        Objects.requireNonNullElse(min, Policy.DEFAULT_MIN_REPLICAS),
        max,
        metrics,
        behavior,
        section == null ? PolicyOptions.DEFAULT : section.options());
  }

  private static void checkBounds(
      Fields fields,
      @Nullable Integer min,
      @Nullable Integer max,
      @Nullable List<MetricSpec> metrics) {
    Value written = fields.get("minReplicas");
    if (written == null || min == null) {
      return;
    }
    if (min == 0 && metrics != null && metrics.stream().noneMatch(SpecReader::isReadWithoutPods)) {
      written.error(
          "0 needs an Object or External metric, which can be read while no pod runs",
          "write 1 or more, or add such a metric");
    }
    if (max != null && min > max) {
      written.error(min + " is more than maxReplicas " + max, "lower it to " + max + " or less");
    }
  }

  private static boolean isReadWithoutPods(MetricSpec metric) {
    return metric instanceof MetricSpec.ObjectMetric || metric instanceof MetricSpec.External;
  }

  private static @Nullable List<MetricSpec> metrics(@Nullable Value list) {
    if (list == null) {
      return Policy.DEFAULT_METRICS;
    }
    int before = list.problems().count();
    List<MetricSpec> metrics = new ArrayList<>();
    for (Value item : list.items()) {
      MetricSpec metric = MetricReader.read(item);
      if (metric != null) {
        metrics.add(metric);
      }
    }
    if (list.problems().count() > before) {
      return null;
    }
    return metrics.isEmpty() ? Policy.DEFAULT_METRICS : metrics;
  }
}
