package dev.flyball.core.recommend;

import dev.flyball.core.observe.Observation;
import dev.flyball.core.observe.Reading;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.MetricTarget.AverageValue;
import dev.flyball.core.policy.MetricTarget.Utilization;
import dev.flyball.core.policy.MetricTarget.Value;

/** Object and External metrics: one number for the whole target. */
final class TotalMetricCalculator {
  private Observation observation = Observation.NOTHING;
  private MetricRules rules = MetricRules.NONE;

  void begin(Observation observed, MetricRules metricRules) {
    observation = observed;
    rules = metricRules;
  }

  void object(MetricTarget target, Reading.Values values, MetricRecommendation result) {
    total(target, values.milli(0), result);
  }

  void external(MetricTarget target, Reading.Values values, MetricRecommendation result) {
    long usage = target instanceof Value ? cappedSum(values) : signCheckedSum(values);
    total(target, usage, result);
  }

  private void total(MetricTarget target, long usage, MetricRecommendation result) {
    result.totalMilli = usage;
    switch (target) {
      case Value value -> value(value.milli(), usage, result);
      case AverageValue average -> average(average.milli(), usage, result);
      case Utilization u -> throw new IllegalArgumentException("no requests to compare with: " + u);
    }
  }

  /** The ratio of the total to its target, applied to the ready pods. */
  private void value(long targetMilli, long usage, MetricRecommendation result) {
    double ratio = (double) usage / (double) targetMilli;
    result.ratio = ratio;
    result.usageMilli = usage;
    if (observation.specReplicas() == 0) {
      result.replicas = (int) Math.ceil(ratio);
      return;
    }
    if (rules.tolerances().contain(ratio)) {
      result.withinTolerance = true;
      result.replicas = observation.specReplicas();
      return;
    }
    if (observation.pods().size() == 0) {
      result.fail("unable to calculate ready pods: " + FailureText.NO_PODS);
      return;
    }
    result.readyPods = observation.pods().readyCount();
    int asked = observation.specReplicas();
    result.surgePods = rules.surge(result.readyPods, asked);
    result.replicas = rules.replicas(ratio, result.readyPods, asked);
  }

  /** The total over the target per pod; readiness plays no part. */
  private void average(long targetMilli, long usage, MetricRecommendation result) {
    int statusReplicas = observation.statusReplicas();
    double ratio = (double) usage / ((double) targetMilli * (double) statusReplicas);
    result.ratio = ratio;
    result.withinTolerance = rules.tolerances().contain(ratio);
    result.replicas =
        result.withinTolerance
            ? statusReplicas
            : (int) Math.ceil((double) usage / (double) targetMilli);
    result.usageMilli =
        usage == Long.MAX_VALUE
            ? usage
            : status(Math.ceil((double) usage / (double) statusReplicas));
  }

  /** What the HPA's status shows of a double: without replicas to divide by, the lowest number. */
  private static long status(double milli) {
    return Double.isFinite(milli) ? (long) milli : Long.MIN_VALUE;
  }

  private static long cappedSum(Reading.Values values) {
    long sum = 0;
    for (int i = 0; i < values.size(); i++) {
      long value = values.milli(i);
      if (value > 0 && sum > Long.MAX_VALUE - value) {
        return Long.MAX_VALUE;
      }
      sum += value;
    }
    return sum;
  }

  /** As the HPA sums for an average: any negative sum on the way is taken for an overflow. */
  private static long signCheckedSum(Reading.Values values) {
    long sum = 0;
    for (int i = 0; i < values.size(); i++) {
      sum += values.milli(i);
      if (sum < 0) {
        return Long.MAX_VALUE;
      }
    }
    return sum;
  }
}
