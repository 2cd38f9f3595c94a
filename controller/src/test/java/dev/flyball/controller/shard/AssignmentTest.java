package dev.flyball.controller.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class AssignmentTest {
  @Provide
  Arbitrary<Set<String>> replicas() {
    return Arbitraries.strings().alpha().ofLength(3).set().ofMinSize(1).ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<String>> holders() {
    return Arbitraries.oneOf(
            Arbitraries.just(""),
            Arbitraries.of("gone", "dead"),
            Arbitraries.strings().alpha().ofLength(3))
        .list()
        .ofMinSize(2)
        .ofMaxSize(64);
  }

  private static List<String> settled(int shards, SortedSet<String> replicas) {
    return Assignment.of(Collections.nCopies(shards, ""), replicas);
  }

  private static void isFair(List<String> wanted, SortedSet<String> replicas) {
    List<Integer> sizes = new ArrayList<>();
    replicas.forEach(r -> sizes.add(Collections.frequency(wanted, r)));
    assertThat(sizes.stream().mapToInt(i -> i).sum()).isEqualTo(wanted.size());
    assertThat(Collections.max(sizes) - Collections.min(sizes)).isLessThanOrEqualTo(1);
  }

  private static long moves(List<String> before, List<String> after) {
    long moves = 0;
    for (int i = 0; i < before.size(); i++) {
      moves += before.get(i).equals(after.get(i)) ? 0 : 1;
    }
    return moves;
  }

  @Property
  void everyShardHasOneOfTheLivingAndSharesDifferByOneAtMost(
      @ForAll("holders") List<String> holders, @ForAll("replicas") Set<String> replicas) {
    SortedSet<String> living = new TreeSet<>(replicas);
    List<String> wanted = Assignment.of(holders, living);
    assertThat(living).containsAll(wanted);
    isFair(wanted, living);
  }

  @Property
  void whatIsAsWantedStays(
      @ForAll("holders") List<String> holders, @ForAll("replicas") Set<String> replicas) {
    SortedSet<String> living = new TreeSet<>(replicas);
    List<String> wanted = Assignment.of(holders, living);
    assertThat(Assignment.of(wanted, living)).isEqualTo(wanted);
  }

  @Property
  void whoComesGetsAShareAndNothingElseMoves(
      @ForAll @IntRange(min = 2, max = 64) int shards, @ForAll("replicas") Set<String> replicas) {
    SortedSet<String> living = new TreeSet<>(replicas);
    List<String> before = settled(shards, living);
    living.add("newcomer");
    List<String> after = Assignment.of(before, living);
    isFair(after, living);
    assertThat(moves(before, after)).isEqualTo(Collections.frequency(after, "newcomer"));
    assertThat(moves(before, after)).isLessThanOrEqualTo(Math.ceilDiv(shards, living.size()));
  }

  @Property
  void whoGoesLeavesAShareAndNothingElseMoves(
      @ForAll @IntRange(min = 2, max = 64) int shards,
      @ForAll("replicas") Set<String> replicas,
      @ForAll int choice) {
    SortedSet<String> living = new TreeSet<>(replicas);
    living.add("stays");
    List<String> before = settled(shards, living);
    String gone = List.copyOf(living).get(Math.floorMod(choice, living.size()));
    living.remove(gone);
    if (living.isEmpty()) {
      return;
    }
    List<String> after = Assignment.of(before, living);
    isFair(after, living);
    assertThat(moves(before, after)).isEqualTo(Collections.frequency(before, gone));
  }

  /** Each acts as soon as it can; nobody waits for all to have acted. */
  @Property
  void stepsTakenOneByOneInAnyOrderLeadToTheEndAndMoveNothingTwice(
      @ForAll @IntRange(min = 2, max = 64) int shards,
      @ForAll("replicas") Set<String> replicas,
      @ForAll java.util.Random random) {
    SortedSet<String> living = new TreeSet<>(replicas);
    List<String> holders = new ArrayList<>(settled(shards, living));
    living.add("newcomer");
    long due = moves(holders, Assignment.of(holders, living));
    long moved = 0;
    for (int step = 0; step < 2 * due; step++) {
      List<String> wanted = Assignment.of(holders, living);
      List<Integer> open = new ArrayList<>();
      for (int i = 0; i < shards; i++) {
        if (!wanted.get(i).equals(holders.get(i))) {
          open.add(i);
        }
      }
      int shard = open.get(random.nextInt(open.size()));
      // Given up first, and taken when it is free.
      boolean free = holders.get(shard).isEmpty();
      holders.set(shard, free ? wanted.get(shard) : "");
      moved += free ? 1 : 0;
    }
    assertThat(moved).isEqualTo(due);
    assertThat(Assignment.of(holders, living)).isEqualTo(holders);
  }

  @Example
  void nobodyGetsAnythingWhereNobodyIs() {
    assertThat(Assignment.of(List.of("a", "", "b"), new TreeSet<>())).containsOnly("");
  }
}
