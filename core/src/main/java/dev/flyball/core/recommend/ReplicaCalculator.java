package dev.flyball.core.recommend;

import dev.flyball.core.observe.Observation;
import dev.flyball.core.observe.PodSamples;
import dev.flyball.core.observe.Reading;
import dev.flyball.core.policy.MetricSpec;

/**
 * Replicas by metric, as the replica calculator of the HPA controller works them out.
 *
 * <p>One instance belongs to one thread and reuses its scratch space. Nothing is kept from one
 * decision to the next, and nothing is allocated but the text of a failure.
 */
public final class ReplicaCalculator {
  private final PodMetricCalculator pods = new PodMetricCalculator();
  private final TotalMetricCalculator totals = new TotalMetricCalculator();
  private Observation observation = Observation.NOTHING;

  /** A calculator that has calculated nothing yet. */
  public ReplicaCalculator() {}

  /**
   * Begins a decision; the metrics that follow are all of this observation.
   *
   * @param observed the target's scale and pods
   * @param rules what the policy says of how they are worked out
   * @param nowMillis the time of the decision, in epoch milliseconds
   */
  public void begin(Observation observed, MetricRules rules, long nowMillis) {
    observation = observed;
    pods.begin(observed, rules, nowMillis);
    totals.begin(observed, rules);
  }

  /**
   * Works out what one metric asks for.
   *
   * @param spec the metric
   * @param reading what it looks like now
   * @param result where the answer goes
   * @throws IllegalArgumentException when the reading is not of the kind that belongs to the metric
   */
  public void calculate(MetricSpec spec, Reading reading, MetricRecommendation result) {
    result.clear();
    if (reading instanceof Reading.Missing missing) {
      result.fail(FailureText.unread(spec, observation.namespace(), missing.error()));
      return;
    }
    switch (spec) {
      case MetricSpec.Resource m ->
          pods.resource(m.resource(), null, m.target(), samples(reading), result);
      case MetricSpec.ContainerResource m ->
          pods.resource(m.resource(), m.container(), m.target(), samples(reading), result);
      case MetricSpec.Pods m -> pods.custom(m.target(), samples(reading), result);
      case MetricSpec.ObjectMetric m -> totals.object(m.target(), values(reading), result);
      case MetricSpec.External m -> totals.external(m.target(), values(reading), result);
    }
  }

  private static PodSamples samples(Reading reading) {
    if (reading instanceof PodSamples samples) {
      return samples;
    }
    throw new IllegalArgumentException("a metric of pods is read as samples of pods: " + reading);
  }

  private static Reading.Values values(Reading reading) {
    if (reading instanceof Reading.Values values) {
      return values;
    }
    throw new IllegalArgumentException(
        "an Object or External metric is read as values: " + reading);
  }
}
