package dev.flyball.core.decide;

import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.decide.Explanation.ScheduleStep;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.Policy;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Something that would have to change for a decision to come out otherwise. Immutable. */
public sealed interface WhatIf {
  /**
   * A metric at another value, all else being as it was.
   *
   * @param metric the metric as it was
   * @param above whether the value is above the present one: it and all above would do; otherwise
   *     it and all below
   * @param amount percent for a target of utilization, else milli-units; for an Object or External
   *     metric its whole value
   * @param recommendation what the metrics would ask for then
   */
  record MetricAt(MetricStep metric, boolean above, long amount, int recommendation)
      implements WhatIf {}

  /**
   * A metric that failed, and has a usable reading.
   *
   * @param metric the metric as it was
   */
  record MetricRead(MetricStep metric) implements WhatIf {}

  /**
   * The stabilization window that holds has run out.
   *
   * @param up whether it holds back a rise
   * @param atMillis from then on what holds is no longer in the window, in epoch milliseconds
   * @param replicas where it may go then, unless something asked otherwise meanwhile
   */
  record WindowOver(boolean up, long atMillis, int replicas) implements WhatIf {}

  /**
   * A rate policy that limits lets it go further.
   *
   * @param up the direction
   * @param allowed the replicas that it allows now
   * @param asked the replicas that are asked for
   * @param atMillis when it allows more, in epoch milliseconds; empty where that cannot be known
   */
  record RateMore(boolean up, int allowed, int asked, OptionalLong atMillis) implements WhatIf {}

  /**
   * A direction that is disabled is not.
   *
   * @param up the direction
   * @param asked the replicas that are asked for
   */
  record DirectionEnabled(boolean up, int asked) implements WhatIf {}

  /**
   * The limit of a policy without behavior: it may double at each evaluation.
   *
   * @param allowed the replicas that it allows now
   * @param asked the replicas that are asked for
   */
  record Doubling(int allowed, int asked) implements WhatIf {}

  /**
   * A bound that holds is another.
   *
   * @param upper whether it is {@code maxReplicas}
   * @param bound the bound
   * @param asked the replicas that are asked for, or were there
   * @param scheduled the entry of the schedule that the bound comes from, if it does
   */
  record Bound(boolean upper, int bound, int asked, Optional<ScheduleStep> scheduled)
      implements WhatIf {}

  /**
   * There is room for more pods.
   *
   * @param more for how many
   * @param replicas where it would go then
   */
  record Room(int more, int replicas) implements WhatIf {}

  /**
   * More pods are ready.
   *
   * @param ready how many are
   * @param needed how many would have to be
   */
  record PodsReady(int ready, int needed) implements WhatIf {}

  /**
   * A metric is above the activation value, where the target sleeps.
   *
   * @param milli the activation value in milli-units
   */
  record Activated(long milli) implements WhatIf {}

  /** Somebody gives the target replicas, where it has none and its policy may not wake it. */
  record SetByHand() implements WhatIf {}

  /**
   * What would have to change for another outcome; the things that hold the decision now before the
   * values of metrics. A value is left out where pods are not all there and ready: then it depends
   * on each of them.
   *
   * @param explanation how the decision came about
   * @param policy the policy that was decided on
   * @param settings the settings that it was decided under
   */
  static List<WhatIf> of(Explanation explanation, Policy policy, AutoscalerSettings settings) {
    return new WhatIfFinder(explanation, policy, settings).find();
  }

  /** This in one sentence for people, with times of day in this zone. */
  default String sentence(ZoneId zone, Language language) {
    WhatIfFormat format = new WhatIfFormat(zone);
    return switch (language) {
      case English -> new EnglishWhatIf(format).render(this);
      case Korean -> new KoreanWhatIf(format).render(this);
    };
  }
}
