package dev.flyball.core.decide;

import dev.flyball.core.observe.Ceiling;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget.Utilization;
import dev.flyball.core.policy.MetricTarget.Value;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.recommend.FailureText;
import dev.flyball.core.recommend.MetricRecommendation;
import dev.flyball.core.recommend.MetricRecommendation.Standing;
import dev.flyball.core.recommend.MetricRules;
import dev.flyball.core.recommend.Tolerances;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The replicas to set, and every step that led to them.
 *
 * <p>A decision belongs to the {@link History} it was made with and is overwritten by that
 * history's next one, so that deciding allocates nothing. What has to last is taken from it as a
 * value: {@link #explanation}, {@link #events}, {@link #currentMetrics}. Owned by the history's
 * thread.
 */
public final class Decision {
  private @Nullable Policy policy;
  private long atMillis;
  private int currentReplicas;
  private @Nullable AutoscalerSettings settings;
  private MetricRecommendation[] metrics = new MetricRecommendation[0];
  private int metricCount;

  Outcome outcome = Outcome.None;
  MetricRules rules = new MetricRules(new Tolerances(0, 0), 0, 0, false);
  int failedMetrics;

  /** Failed metrics that no fallback stands in for. */
  int unresolvedMetrics;

  int firstFailed;
  int winner;
  int recommendation;
  int stabilized;
  int desired;
  Zero.Step zero = Zero.Step.None;
  int wokenBy;
  long lastActiveMillis;
  long idleFromMillis;
  int readyPods;
  @Nullable Reason held;
  int heldReplicas;
  long heldSinceMillis;
  long heldWindowMillis;
  final Floor floor = new Floor();
  final RateLimit rate = new RateLimit();
  boolean rated;
  Reason limit = Reason.DesiredWithinRange;
  int limitReplicas;

  /** For how many replicas there is room; null where nobody asks, or that is not known. */
  @Nullable Ceiling ceiling;

  /** The replicas to set, whether or not there is room for them. */
  int wanted;

  Decision() {}

  // The same instances mean the same policy and settings; comparing the values each time would cost
  // more.
  @SuppressWarnings("ReferenceEquality")
  void begin(Policy decided, int replicas, long nowMillis, AutoscalerSettings under) {
    if (policy != decided || settings != under) {
      policy = decided;
      settings = under;
      rules = rules(decided, under);
      int had = metrics.length;
      if (had < decided.metrics().size()) {
        metrics = Arrays.copyOf(metrics, decided.metrics().size());
        Arrays.setAll(metrics, i -> i < had ? metrics[i] : new MetricRecommendation());
      }
    }
    floor.update(decided, nowMillis);
    atMillis = nowMillis;
    currentReplicas = replicas;
    metricCount = 0;
    outcome = Outcome.None;
    failedMetrics = 0;
    unresolvedMetrics = 0;
    firstFailed = -1;
    winner = -1;
    recommendation = replicas;
    stabilized = replicas;
    desired = replicas;
    zero = Zero.Step.None;
    wokenBy = -1;
    lastActiveMillis = 0;
    idleFromMillis = 0;
    readyPods = 0;
    held = null;
    rated = false;
    limit = Reason.DesiredWithinRange;
    limitReplicas = replicas;
    ceiling = null;
    wanted = replicas;
  }

  static MetricRules rules(Policy policy, AutoscalerSettings settings) {
    double byDefault = settings.tolerance();
    Tolerances tolerances =
        policy.behavior() == null
            ? new Tolerances(byDefault, byDefault)
            : new Tolerances(
                policy.behavior().scaleDown().tolerance().orElse(byDefault),
                policy.behavior().scaleUp().tolerance().orElse(byDefault));
    PolicyOptions options = policy.options();
    return new MetricRules(
        tolerances,
        options.cpuInitializationPeriod().orElse(settings.cpuInitializationPeriod()).toMillis(),
        options.initialReadinessDelay().orElse(settings.initialReadinessDelay()).toMillis(),
        options.surge() == PolicyOptions.Surge.Ignore);
  }

  MetricRecommendation nextMetric() {
    return metrics[metricCount++];
  }

  void hold(Reason reason, int replicas, long sinceMillis, long windowMillis) {
    held = reason;
    heldReplicas = replicas;
    heldSinceMillis = sinceMillis;
    heldWindowMillis = windowMillis;
  }

  void limitTo(int replicas, Reason reason) {
    desired = replicas;
    limit = reason;
    limitReplicas = replicas;
  }

  /**
   * The policy that was decided on.
   *
   * @throws IllegalStateException before the first decision
   */
  public Policy policy() {
    if (policy == null) {
      throw new IllegalStateException("nothing was decided yet");
    }
    return policy;
  }

  /** When it was made, in epoch milliseconds. */
  public long atMillis() {
    return atMillis;
  }

  /** How it came about. */
  public Outcome outcome() {
    return outcome;
  }

  /** The target's {@code spec.replicas} when the decision was made. */
  public int currentReplicas() {
    return currentReplicas;
  }

  /** The replicas to set; the current ones where nothing is to be changed. */
  public int desiredReplicas() {
    return desired;
  }

  /** Whether the target's scale has to be written. */
  public boolean rescale() {
    return desired != currentReplicas;
  }

  /** The lower bound in force: the policy's, or a higher one of its schedule. */
  public int minReplicas() {
    return floor.replicas();
  }

  /** The replicas that the metrics ask for, before stabilization, rate limits and bounds. */
  public int recommendedReplicas() {
    return recommendation;
  }

  /** The recommendation after stabilization. */
  public int stabilizedReplicas() {
    return stabilized;
  }

  /** How many metrics were worked out, failed ones included; none where the bounds decided. */
  public int metricCount() {
    return metricCount;
  }

  /** What one metric asks for, in the order of the policy's metrics. */
  public MetricRecommendation metric(int index) {
    if (index >= metricCount) {
      throw new IndexOutOfBoundsException(index);
    }
    return metrics[index];
  }

  /** The metric whose recommendation was taken, or -1. */
  public int winner() {
    return winner;
  }

  /** How many metrics failed, those with a fallback included. */
  public int failedMetrics() {
    return failedMetrics;
  }

  /**
   * Why replicas are being changed, as the HPA says it in its event; empty where it says nothing.
   */
  public String rescaleReason() {
    return switch (outcome) {
      case AboveMaximum -> "Current number of replicas above Spec.MaxReplicas";
      case BelowMinimum ->
          floor.source() == null
              ? "Current number of replicas below Spec.MinReplicas"
              : "Current number of replicas below the schedule's minReplicas";
      case Computed -> {
        if (metrics[winner].standing() == Standing.Fallback && recommendation != currentReplicas) {
          yield "Fallback replicas of " + policy().metrics().get(winner).description();
        }
        if (zero == Zero.Step.Woken) {
          yield policy().metrics().get(wokenBy).description() + " above activation";
        }
        if (recommendation > currentReplicas) {
          yield policy().metrics().get(winner).description() + " above target";
        }
        yield recommendation < currentReplicas ? "All metrics below target" : "";
      }
      case None, Disabled, TooFewReady, Failed -> "";
    };
  }

  /** What is wrong with the metrics, in the HPA's words, or null when all could be worked out. */
  public @Nullable String error() {
    if (failedMetrics == 0) {
      return null;
    }
    MetricSpec spec = policy().metrics().get(firstFailed);
    return "invalid metrics ("
        + failedMetrics
        + " invalid out of "
        + policy().metrics().size()
        + "), first error is: "
        + FailureText.ofDecision(spec, cause(firstFailed));
  }

  /** The events of this decision; the one of the scale change itself comes when it was made. */
  public List<DecisionEvent> events() {
    List<DecisionEvent> events = new ArrayList<>(failedMetrics + 1);
    for (int i = 0; i < metricCount; i++) {
      if (metrics[i].failure() != null) {
        MetricSpec spec = policy().metrics().get(i);
        events.add(
            new DecisionEvent(
                true, Reason.failedToGet(spec), FailureText.ofMetric(spec, cause(i))));
      }
    }
    String error = error();
    if (outcome == Outcome.Failed && error != null) {
      events.add(new DecisionEvent(true, Reason.FailedComputeMetricsReplicas, error));
    }
    return events;
  }

  /** The current values of the metrics, as the HPA's status shows them. */
  public List<MetricStatus> currentMetrics() {
    List<MetricStatus> statuses = new ArrayList<>(metricCount);
    for (int i = 0; i < metricCount; i++) {
      statuses.add(status(policy().metrics().get(i), metrics[i]));
    }
    return statuses;
  }

  private static MetricStatus status(MetricSpec spec, MetricRecommendation metric) {
    boolean valid = metric.standing() == Standing.Valid;
    boolean total = valid && spec.target() instanceof Value;
    return new MetricStatus(
        spec,
        valid,
        valid && spec.target() instanceof Utilization
            ? OptionalInt.of(metric.utilizationPercent())
            : OptionalInt.empty(),
        valid && !total ? OptionalLong.of(metric.usageMilli()) : OptionalLong.empty(),
        total ? OptionalLong.of(metric.usageMilli()) : OptionalLong.empty());
  }

  String cause(int metric) {
    String cause = metrics[metric].failure();
    return cause == null ? "" : cause;
  }

  /** All the steps of this decision as a value. */
  public Explanation explanation() {
    return Explainer.explain(this);
  }
}
