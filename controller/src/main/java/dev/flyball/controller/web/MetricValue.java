package dev.flyball.controller.web;

import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.decide.MetricStatus;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget.AverageValue;
import dev.flyball.core.policy.MetricTarget.Utilization;
import dev.flyball.core.policy.MetricTarget.Value;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A metric's value and what it is held at, as numbers to plot.
 *
 * @param unit {@code %} of the requests, {@code bytes}, {@code cores}, or empty for a number
 * @param target what it is held at
 * @param value what it was; empty where it failed
 */
record MetricValue(String unit, double target, OptionalDouble value) {
  private static final double MILLI = 1000.0;

  static MetricValue of(MetricStep step) {
    MetricStatus status = step.status();
    return switch (step.spec().target()) {
      case Utilization target ->
          new MetricValue(
              "%",
              target.percent(),
              status.averageUtilization().isPresent()
                  ? OptionalDouble.of(status.averageUtilization().getAsInt())
                  : OptionalDouble.empty());
      case AverageValue target ->
          new MetricValue(
              unit(step.spec()), target.milli() / MILLI, number(status.averageValueMilli()));
      case Value target ->
          new MetricValue(unit(step.spec()), target.milli() / MILLI, number(status.valueMilli()));
    };
  }

  private static OptionalDouble number(OptionalLong milli) {
    return milli.isPresent()
        ? OptionalDouble.of(milli.getAsLong() / MILLI)
        : OptionalDouble.empty();
  }

  private static String unit(MetricSpec spec) {
    String resource =
        switch (spec) {
          case MetricSpec.Resource m -> m.resource();
          case MetricSpec.ContainerResource m -> m.resource();
          case MetricSpec.Pods m -> "";
          case MetricSpec.ObjectMetric m -> "";
          case MetricSpec.External m -> "";
        };
    return switch (resource) {
      case "cpu" -> "cores";
      case "memory" -> "bytes";
      default -> "";
    };
  }

  boolean known() {
    return value.isPresent();
  }

  double current() {
    return value.orElseThrow();
  }
}
