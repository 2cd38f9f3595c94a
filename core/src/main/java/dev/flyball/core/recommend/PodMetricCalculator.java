package dev.flyball.core.recommend;

import dev.flyball.core.observe.Observation;
import dev.flyball.core.observe.PodSamples;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.MetricTarget.AverageValue;
import dev.flyball.core.policy.MetricTarget.Utilization;
import dev.flyball.core.policy.MetricTarget.Value;
import org.jspecify.annotations.Nullable;

/**
 * Metrics that every pod has: resources and custom metrics of pods.
 *
 * <p>The ratio of usage to target comes from the ready pods. Where pods have no usable sample it is
 * worked out again with those padded: missing pods at their target (or their whole request) when
 * the metric asks for less, missing and unready pods at nothing when it asks for more. Padding may
 * damp a change; it never starts one and never turns it round.
 */
final class PodMetricCalculator {
  private final PodTally tally = new PodTally();
  private Observation observation = Observation.NOTHING;
  private MetricRules rules = MetricRules.NONE;
  private long nowMillis;

  void begin(Observation observed, MetricRules metricRules, long now) {
    observation = observed;
    rules = metricRules;
    tally.begin(rules);
    nowMillis = now;
  }

  void resource(
      String resource,
      @Nullable String container,
      MetricTarget target,
      PodSamples samples,
      MetricRecommendation result) {
    if (!tally(resource.equals("cpu"), samples, result)) {
      return;
    }
    switch (target) {
      case Utilization u -> {
        if (tally.addRequests(observation.pods(), resource, container, u.percent())) {
          utilization(u.percent(), result);
        } else {
          result.fail(tally.missingRequest());
        }
      }
      case AverageValue average -> average(average.milli(), result);
      case Value value -> throw new IllegalArgumentException("a resource has no total: " + value);
    }
  }

  void custom(AverageValue target, PodSamples samples, MetricRecommendation result) {
    if (tally(false, samples, result)) {
      average(target.milli(), result);
    }
  }

  private boolean tally(boolean cpu, PodSamples samples, MetricRecommendation result) {
    if (observation.pods().size() == 0) {
      result.fail(FailureText.NO_PODS);
      return false;
    }
    tally.count(observation.pods(), samples, cpu, nowMillis);
    if (tally.samples == 0) {
      result.fail(FailureText.NO_USABLE_SAMPLES);
      return false;
    }
    result.readyPods = tally.ready;
    result.unreadyPods = tally.unready;
    result.missingPods = tally.missing;
    result.ignoredPods = tally.ignored;
    return true;
  }

  private void utilization(int target, MetricRecommendation result) {
    if (tally.requestMilli == 0) {
      result.fail(FailureText.NO_KNOWN_PODS);
      return;
    }
    // Utilization is a whole percentage before it is compared: 66.9 % is 66 %.
    int percent = (int) (tally.matchedMilli * 100 / tally.requestMilli);
    double ratio = (double) percent / (double) target;
    result.utilizationPercent = percent;
    result.usageMilli = tally.matchedMilli / tally.ready;
    boolean padUnready = tally.unready > 0 && ratio > 1.0;
    if (!padUnready && tally.missing == 0) {
      settle(ratio, result);
      return;
    }
    long usage = tally.matchedMilli;
    long requests = tally.requestMilli;
    int count = tally.samples;
    if (tally.missing > 0 && ratio != 1.0) {
      usage += ratio < 1.0 ? tally.missingFullMilli : 0;
      requests += tally.missingRequestMilli;
      count += tally.missing;
    }
    if (padUnready) {
      requests += tally.unreadyRequestMilli;
      count += tally.unready;
    }
    int padded = (int) (usage * 100 / requests);
    settlePadded(ratio, (double) padded / (double) target, count, result);
  }

  private void average(long target, MetricRecommendation result) {
    long usage = tally.sampleMilli / tally.samples;
    double ratio = (double) usage / (double) target;
    result.usageMilli = usage;
    boolean padUnready = tally.unready > 0 && ratio > 1.0;
    if (!padUnready && tally.missing == 0) {
      settle(ratio, result);
      return;
    }
    long sum = tally.sampleMilli;
    int count = tally.samples;
    if (tally.missing > 0 && ratio != 1.0) {
      sum += ratio < 1.0 ? target * tally.missing : 0;
      count += tally.missing;
    }
    if (padUnready) {
      count += tally.unready;
    }
    long padded = sum / count;
    settlePadded(ratio, (double) padded / (double) target, count, result);
  }

  private void settle(double ratio, MetricRecommendation result) {
    result.ratio = ratio;
    if (rules.tolerances().contain(ratio)) {
      stay(result);
    } else {
      result.surgePods = rules.surge(tally.ready, observation.specReplicas());
      result.replicas = rules.replicas(ratio, tally.ready, observation.specReplicas());
    }
  }

  private void settlePadded(double ratio, double padded, int count, MetricRecommendation result) {
    result.ratio = padded;
    int current = observation.specReplicas();
    boolean turned = (ratio < 1.0 && padded > 1.0) || (ratio > 1.0 && padded < 1.0);
    int replicas = rules.replicas(padded, count, current);
    boolean backwards =
        (padded < 1.0 && replicas > current) || (padded > 1.0 && replicas < current);
    if (rules.tolerances().contain(padded) || turned || backwards) {
      stay(result);
    } else {
      result.surgePods = rules.surge(count, current);
      result.replicas = replicas;
    }
  }

  private void stay(MetricRecommendation result) {
    result.withinTolerance = true;
    result.replicas = observation.specReplicas();
  }
}
