package dev.flyball.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.observe.Observation;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.observe.PodSamples;
import dev.flyball.core.observe.Readiness;
import dev.flyball.core.observe.Reading;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What is said of a metric's other values is what the decision then is, and no sooner. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
@Domain(ScenarioDomain.class)
@Domain(DomainContext.Global.class)
class WhatIfPropertiesTest {
  private static final long NOW = 1_750_000_000_000L;
  private static final PodRequests HUNDRED =
      PodRequests.of(
          List.of(new PodRequests.Container("app", Map.of("cpu", 100L, "memory", 100L))), Map.of());

  @Property
  void theChangedValueGivesTheOtherRecommendation(
      @ForAll Policy policy,
      @ForAll AutoscalerSettings settings,
      @ForAll @IntRange(min = 1, max = 20) int replicas,
      @ForAll @Size(3) List<@IntRange(max = 400) Integer> loads) {
    Assume.that(policy.minReplicas() <= replicas && replicas <= policy.maxReplicas());
    long[] amounts = amounts(policy, replicas, loads);
    Decision decision = decide(policy, settings, replicas, amounts);
    int before = decision.recommendedReplicas();
    Explanation explanation = decision.explanation();
    for (WhatIf change : WhatIf.of(explanation, policy, settings)) {
      if (change instanceof WhatIf.MetricAt at) {
        int metric = index(explanation, at);
        long[] changed = amounts.clone();
        changed[metric] = at.amount();
        assertThat(decide(policy, settings, replicas, changed).recommendedReplicas())
            .as("%s", at)
            .isEqualTo(at.recommendation())
            .isNotEqualTo(before);
        changed[metric] += at.above() ? -1 : 1;
        assertThat(decide(policy, settings, replicas, changed).recommendedReplicas())
            .as("just before %s", at)
            .isEqualTo(before);
      }
    }
  }

  /** By identity: two metrics of a policy may be equal. */
  @SuppressWarnings("ReferenceEquality")
  private static int index(Explanation explanation, WhatIf.MetricAt at) {
    for (int i = 0; i < explanation.metrics().size(); i++) {
      if (explanation.metrics().get(i) == at.metric()) {
        return i;
      }
    }
    throw new AssertionError("no metric of the decision: " + at);
  }

  private static long[] amounts(Policy policy, int replicas, List<Integer> loads) {
    long[] amounts = new long[policy.metrics().size()];
    for (int i = 0; i < amounts.length; i++) {
      MetricSpec spec = policy.metrics().get(i);
      amounts[i] =
          loads.get(i)
              * switch (spec.target()) {
                case MetricTarget.Utilization target -> target.percent();
                case MetricTarget.Value target -> target.milli();
                case MetricTarget.AverageValue target ->
                    target.milli() * (MetricInverse.isOfPods(spec) ? 1 : replicas);
              }
              / 100;
    }
    return amounts;
  }

  private static Decision decide(
      Policy policy, AutoscalerSettings settings, int replicas, long[] amounts) {
    PodColumns pods = new PodColumns(replicas);
    for (int i = 0; i < replicas; i++) {
      pods.add(
          new PodColumns.Row(
              "pod-" + i,
              PodPhase.Running,
              false,
              NOW - 9_000_000,
              Readiness.True,
              NOW - 8_900_000,
              HUNDRED));
    }
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < amounts.length; i++) {
      readings.add(reading(policy.metrics().get(i), replicas, amounts[i]));
    }
    return new Autoscaler(settings)
        .decide(
            policy,
            new Observation("shop", replicas, replicas, pods, readings),
            new History(),
            NOW);
  }

  private static Reading reading(MetricSpec spec, int replicas, long amount) {
    if (!MetricInverse.isOfPods(spec)) {
      return Reading.Values.of(amount);
    }
    PodSamples samples = new PodSamples(replicas).reset(replicas);
    for (int i = 0; i < replicas; i++) {
      // Of 100 milli-units a percent is one.
      samples.set(i, amount, NOW, 30_000);
    }
    return samples;
  }
}
