package dev.flyball.controller.cluster;

import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.decide.HistorySnapshot;
import dev.flyball.core.decide.Reason;
import dev.flyball.core.window.FailureStreaks.Streak;
import dev.flyball.core.window.RecommendationWindow.Sample;
import dev.flyball.core.window.ScaleEventLog.Event;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Histories of any kind. */
final class Histories {
  private static final long LATEST = 4_102_444_800_000L;

  private Histories() {}

  static Arbitrary<HistorySnapshot> any() {
    Arbitrary<Long> times = Arbitraries.longs().between(0, LATEST);
    Arbitrary<Integer> replicas = Arbitraries.integers().between(0, Integer.MAX_VALUE);
    Arbitrary<List<Sample>> samples =
        Combinators.combine(times, replicas)
            .as(Sample::new)
            .list()
            .ofMaxSize(20)
            .uniqueElements(Sample::atMillis)
            .map(l -> l.stream().sorted(Comparator.comparingLong(Sample::atMillis)).toList());
    Arbitrary<List<Event>> events =
        Combinators.combine(times, replicas, Arbitraries.of(true, false))
            .as(Event::new)
            .list()
            .ofMaxSize(10);
    Arbitrary<List<Condition>> conditions =
        Combinators.combine(
                Arbitraries.of(ConditionType.class),
                Arbitraries.of(true, false),
                Arbitraries.of(Reason.class),
                Arbitraries.strings().ofMaxLength(40),
                times)
            .as(Condition::new)
            .list()
            .uniqueElements(Condition::type);
    Arbitrary<List<Streak>> failures =
        Combinators.combine(replicas, times).as(Streak::new).list().ofMaxSize(4);
    return Combinators.combine(samples, events, events, failures, conditions, replicas, times)
        .as(HistorySnapshot::new);
  }
}
