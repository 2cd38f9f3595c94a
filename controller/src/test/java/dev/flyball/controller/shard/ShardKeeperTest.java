package dev.flyball.controller.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.shard.TestingWorld.Replica;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each of these is watched by {@link TestingWorld} for a second writer all the time. */
class ShardKeeperTest {
  private static final Duration KILLED = Duration.ofSeconds(15);
  private static final Duration STOPPED = Duration.ofSeconds(2);

  private final TestingWorld world = new TestingWorld(42);

  private List<Replica> settled(int replicas, int shards) {
    for (int i = 0; i < replicas; i++) {
      world.start("r" + i, shards);
    }
    Replica[] all = world.replicas.toArray(Replica[]::new);
    world.until(() -> world.share(all));
    return world.replicas;
  }

  @Test
  void theFirstTakesAllAtOnce() {
    Replica only = world.start("only", 12);
    assertThat(world.until(() -> world.share(only))).isLessThan(Duration.ofSeconds(1));
    assertThat(world.server.holder(Shards.GATE)).isEqualTo("shards-of-12");
    assertThat(world.server.holder(Shards.lease(11))).isEqualTo(only.identity);
    assertThat(only.keeper.view().obstacle()).isEmpty();
  }

  @Test
  void whoComesGetsItsShareAndTheOthersKeepTheirs() {
    List<Replica> replicas = settled(2, 12);
    List<Integer> before = replicas.get(0).keeper.view().own();
    Replica third = world.start("third", 12);
    Duration took = world.until(() -> world.share(replicas.get(0), replicas.get(1), third));
    assertThat(took).isLessThan(STOPPED);
    assertThat(before).containsAll(replicas.get(0).keeper.view().own());
    assertThat(third.size()).isEqualTo(4);
  }

  @Test
  void theKilledIsReplacedWhenItsLeaseHasRunOut() {
    List<Replica> replicas = settled(3, 12);
    replicas.get(1).kill();
    Duration took = world.until(() -> world.share(replicas.get(0), replicas.get(2)));
    assertThat(took).isBetween(TestingWorld.TIMES.certain(), KILLED);
  }

  @Test
  void theStoppedIsReplacedAtOnce() {
    List<Replica> replicas = settled(3, 12);
    replicas.get(0).stop();
    Duration took = world.until(() -> world.share(replicas.get(1), replicas.get(2)));
    assertThat(took).isLessThan(STOPPED);
    assertThat(world.server.names()).doesNotContain(Shards.replica(replicas.get(0).identity));
  }

  @Test
  void theFrozenFindsItsTermsOverAndGetsOthersLater() {
    List<Replica> replicas = settled(2, 12);
    Replica frozen = replicas.get(0);
    frozen.freeze(Duration.ofSeconds(30));
    assertThat(world.until(() -> frozen.size() == 0)).isLessThan(TestingWorld.TIMES.lease());
    assertThat(world.until(() -> world.share(replicas.get(1)))).isLessThan(KILLED);
    assertThat(world.until(() -> world.share(frozen, replicas.get(1))))
        .isLessThan(Duration.ofSeconds(25));
  }

  @Test
  void aShardThatIsHandedOverIsHeldUntilAllIsKept() {
    Replica first = settled(1, 2).get(0);
    world.handingOver = Duration.ofMillis(1500);
    Replica second = world.start("second", 2);
    world.run(Duration.ofMillis(1200));
    assertThat(first.size()).isEqualTo(2);
    assertThat(second.size()).isZero();
    assertThat(world.until(() -> world.share(first, second))).isLessThan(STOPPED);
  }

  @Test
  void aTermThatIsOverIsNeverTheSameAgain() {
    Replica only = settled(1, 2).get(0);
    long before = only.keeper.term(0);
    only.cut = "for a while";
    world.until(() -> only.size() == 0);
    only.cut = "";
    world.until(() -> only.size() == 2);
    assertThat(only.keeper.term(0)).isNotEqualTo(before);
  }

  @Test
  void anAnswerThatComesTooLateBringsNoTermBack() {
    Replica only = settled(1, 2).get(0);
    long before = only.keeper.term(0);
    only.lateAnswer = TestingWorld.TIMES.certain();
    world.until(() -> only.keeper.term(0) != before);
    world.until(() -> only.size() == 2);
    assertThat(only.keeper.term(0)).isNotEqualTo(before);
  }

  @Test
  void whileTheServerIsAwayForAMomentAllGoesOn() {
    List<Replica> replicas = settled(3, 12);
    long before = replicas.get(0).keeper.term(replicas.get(0).keeper.view().own().get(0));
    replicas.forEach(r -> r.cut = "for a moment");
    world.run(Duration.ofSeconds(5));
    replicas.forEach(r -> r.cut = "");
    world.run(Duration.ofSeconds(5));
    assertThat(replicas.get(0).keeper.term(replicas.get(0).keeper.view().own().get(0)))
        .isEqualTo(before);
  }

  @Test
  void anotherNumberOfShardsWaitsOutsideAndSaysWhy() {
    List<Replica> twelve = settled(2, 12);
    Replica sixteen = world.start("sixteen", 16);
    world.run(Duration.ofMinutes(1));
    assertThat(sixteen.size()).isZero();
    assertThat(sixteen.keeper.view().obstacle())
        .isEqualTo("Lease flyball is held by shards-of-12, not by shards-of-16");
    assertThat(world.share(twelve.get(0), twelve.get(1))).isTrue();
    twelve.get(0).stop();
    world.run(Duration.ofSeconds(20));
    assertThat(sixteen.size()).isZero();
    twelve.get(1).stop();
    assertThat(world.until(() -> world.share(sixteen))).isLessThan(STOPPED);
  }

  @Test
  void twoThatStopTogetherLetTheNextGroupIn() {
    List<Replica> twelve = settled(2, 12);
    Replica sixteen = world.start("sixteen", 16);
    world.run(Duration.ofSeconds(2));
    twelve.get(0).stop();
    twelve.get(1).stop();
    assertThat(world.until(() -> world.share(sixteen))).isLessThan(STOPPED);
  }

  @Test
  void shardsWaitForALeaderOfAllAndALeaderOfAllForShards() {
    TestingPlain old = world.startPlain("old");
    world.run(Duration.ofSeconds(1));
    assertThat(old.term()).isNotZero();
    Replica first = world.start("first", 12);
    Replica second = world.start("second", 12);
    world.run(Duration.ofSeconds(30));
    assertThat(first.keeper.view().obstacle()).contains("held by old_plain");
    old.stop();
    assertThat(world.until(() -> world.share(first, second))).isLessThan(Duration.ofSeconds(3));
    TestingPlain after = world.startPlain("after");
    world.run(Duration.ofMinutes(1));
    first.stop();
    world.run(Duration.ofSeconds(30));
    assertThat(world.share(second)).isTrue();
    assertThat(after.term()).isZero();
    second.stop();
    assertThat(world.until(() -> after.term() != 0)).isLessThan(STOPPED);
  }

  @Test
  void aKilledLeaderOfAllIsFollowedByShardsAndTheKilledByALeaderOfAll() {
    TestingPlain old = world.startPlain("old");
    world.run(Duration.ofSeconds(1));
    Replica only = world.start("only", 12);
    world.run(Duration.ofSeconds(3));
    old.kill();
    assertThat(world.until(() -> world.share(only))).isLessThan(KILLED);
    TestingPlain after = world.startPlain("after");
    world.run(Duration.ofSeconds(3));
    only.kill();
    assertThat(world.until(() -> after.term() != 0)).isLessThan(KILLED);
  }

  @Test
  void aRenewalOfTheGateThatIsSeenLateCountsFromWhenItMayHaveBeen() {
    List<Replica> replicas = settled(2, 12);
    TestingPlain outside = world.startPlain("outside");
    world.run(Duration.ofSeconds(5));
    LeaseRecord before = world.server.get(Shards.GATE);
    world.until(() -> !Objects.equals(world.server.get(Shards.GATE), before));
    replicas.get(0).kill();
    Replica late = replicas.get(1);
    late.freeze(Duration.ofMillis(4800));
    world.run(Duration.ofMillis(5500));
    assertThat(late.size()).isPositive();
    late.cut = "for good";
    assertThat(world.until(() -> outside.term() != 0)).isLessThan(Duration.ofSeconds(7));
  }

  @Test
  void leasesThatSomebodyDeletesCostTimeAndNoSecondWriter() {
    List<Replica> replicas = settled(2, 12);
    world.server.deleteByHand(Shards.replica(replicas.get(0).identity));
    world.server.deleteByHand(Shards.lease(3));
    world.server.deleteByHand(Shards.lease(9));
    assertThat(world.until(() -> world.share(replicas.get(0), replicas.get(1)))).isLessThan(KILLED);
    world.server.deleteByHand(Shards.GATE);
    world.run(Duration.ofSeconds(30));
    assertThat(world.share(replicas.get(0), replicas.get(1))).isTrue();
  }

  @Test
  void theDeadAreForgotten() {
    List<Replica> replicas = settled(2, 12);
    replicas.get(0).kill();
    world.until(() -> world.share(replicas.get(1)));
    world.run(Duration.ofSeconds(2));
    assertThat(world.server.names())
        .filteredOn(Shards::isReplica)
        .containsExactly(Shards.replica(replicas.get(1).identity));
  }

  @Test
  void whoComesAfterADeathLeavesTheDeadNoShare() {
    List<Replica> replicas = settled(2, 12);
    replicas.get(0).kill();
    world.until(() -> world.share(replicas.get(1)));
    world.run(Duration.ofSeconds(2));
    Replica next = world.start("next", 12);
    assertThat(world.until(() -> world.share(replicas.get(1), next))).isLessThan(STOPPED);
  }

  @Test
  void whatIsSettledCostsAWriteEveryTwoSecondsAReplicaAndOneForAll() {
    settled(3, 64);
    world.run(Duration.ofSeconds(10));
    int before = world.server.writes();
    world.run(Duration.ofSeconds(60));
    assertThat(world.server.writes() - before).isBetween(80, 120);
  }
}
