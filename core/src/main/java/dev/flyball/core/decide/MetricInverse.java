package dev.flyball.core.decide;

import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget.AverageValue;
import dev.flyball.core.policy.MetricTarget.Utilization;
import dev.flyball.core.policy.MetricTarget.Value;
import dev.flyball.core.recommend.MetricRecommendation.Standing;
import dev.flyball.core.recommend.Tolerances;
import java.util.OptionalLong;

/**
 * What one metric would ask for at other values, and at which value it asks for more or for fewer
 * replicas.
 *
 * <p>With as many ready pods as replicas, what it asks for never falls while its value rises, so
 * the value is found by halving. It is the calculators' own arithmetic, to the last rounding.
 */
final class MetricInverse {
  /** Beyond this, doubles no longer tell neighbours apart. */
  private static final long HIGHEST = 1L << 52;

  private final MetricStep metric;
  private final int replicas;
  private final Tolerances tolerances;

  MetricInverse(MetricStep metric, int replicas, Tolerances tolerances) {
    this.metric = metric;
    this.replicas = replicas;
    this.tolerances = tolerances;
  }

  /** Whether the value alone says what the metric asks for. */
  boolean known() {
    if (metric.standing() != Standing.Valid || replicas == 0 || metric.surgePods() > 0) {
      return false;
    }
    if (isOfPods(metric.spec())) {
      return metric.pods().ready() == replicas
          && metric.pods().unready() == 0
          && metric.pods().missing() == 0;
    }
    if (amount() < 0) {
      return false;
    }
    return metric.withinTolerance()
        ? metric.replicas() == replicas
        : metric.spec().target() instanceof AverageValue target
            ? countedReplicas(target) == replicas
            : metric.pods().ready() == replicas;
  }

  static boolean isOfPods(MetricSpec spec) {
    return switch (spec) {
      case MetricSpec.Resource m -> true;
      case MetricSpec.ContainerResource m -> true;
      case MetricSpec.Pods m -> true;
      case MetricSpec.ObjectMetric m -> false;
      case MetricSpec.External m -> false;
    };
  }

  /** The replicas that an average was taken over, by its ratio. */
  private long countedReplicas(AverageValue target) {
    return metric.totalMilli() == 0
        ? replicas
        : Math.round(metric.totalMilli() / (metric.ratio() * target.milli()));
  }

  /** The present value. */
  long amount() {
    if (!isOfPods(metric.spec())) {
      return metric.totalMilli();
    }
    return metric.spec().target() instanceof Utilization
        ? metric.status().averageUtilization().orElse(0)
        : metric.status().averageValueMilli().orElse(0);
  }

  /** What the metric asks for at a value. */
  int asked(long amount) {
    double value = (double) amount;
    return switch (metric.spec().target()) {
      case Utilization target -> byRatio(value / (double) target.percent());
      case Value target -> byRatio(value / (double) target.milli());
      case AverageValue target when isOfPods(metric.spec()) ->
          byRatio(value / (double) target.milli());
      case AverageValue target ->
          tolerances.contain(value / ((double) target.milli() * (double) replicas))
              ? replicas
              : (int) Math.ceil(value / (double) target.milli());
    };
  }

  private int byRatio(double ratio) {
    return tolerances.contain(ratio) ? replicas : (int) Math.ceil(ratio * replicas);
  }

  /** The lowest value above the present one at which it asks for more than this. */
  OptionalLong askingMoreThan(int count) {
    long low = amount();
    long high = Math.max(1, low);
    while (asked(high) <= count) {
      if (high > HIGHEST / 2) {
        return OptionalLong.empty();
      }
      low = high;
      high *= 2;
    }
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      if (asked(middle) > count) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high > amount() ? OptionalLong.of(high) : OptionalLong.empty();
  }

  /** The highest value below the present one at which it asks for fewer than this. */
  OptionalLong askingFewerThan(int count) {
    long high = amount();
    long low = 0;
    if (high == 0 || asked(low) >= count || asked(high) < count) {
      return OptionalLong.empty();
    }
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      if (asked(middle) < count) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return OptionalLong.of(low);
  }
}
