package dev.flyball.controller.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.cluster.Clocks;
import dev.flyball.controller.cluster.LeaseTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Replicas, their clocks and the API server, on virtual time. While one of them waits for an answer
 * the others go on. Whenever anything has happened, it is checked that no namespace has two
 * writers.
 */
final class TestingWorld {
  static final LeaseTimes TIMES = LeaseTimes.DEFAULT;
  static final List<String> NAMESPACES = IntStream.range(0, 16).mapToObj(i -> "shop-" + i).toList();

  private static final long LOOK_NANOS = TIMES.retry().toNanos();

  final TestingLeases server = new TestingLeases();
  final List<Replica> replicas = new ArrayList<>();
  final List<TestingPlain> plain = new ArrayList<>();
  private final Random random;

  /** How often, in percent, a request or an answer is lost, and one is late. */
  int lossPercent;

  int latePercent;

  /** How long handing over takes. */
  Duration handingOver = Duration.ofMillis(100);

  private long nowNanos;
  private final TreeMap<Long, List<Runnable>> later = new TreeMap<>();

  TestingWorld(long seed) {
    random = new Random(seed);
  }

  /** The clocks of a machine, which are nobody else's. */
  final class MachineClocks implements Clocks {
    private final long nanosAhead = random.nextLong();
    private final long millisAhead = random.nextInt(1_000_000);

    @Override
    public long nanos() {
      return nowNanos + nanosAhead;
    }

    @Override
    public long millis() {
      return nowNanos / 1_000_000 + millisAhead;
    }
  }

  /** A replica, and its way to the server. */
  final class Replica implements LeaseStore {
    final String identity;
    final Shards shards;
    final ShardKeeper keeper;
    private boolean waits;
    private boolean dead;
    private long nextNanos = nowNanos;

    /** Why nothing goes through; empty while all does. */
    String cut = "";

    /** How late the answer to the next write is. */
    Duration lateAnswer = Duration.ZERO;

    private long frozenUntilNanos;

    private Replica(String name, int shards) {
      this.identity = name + "_" + Long.toHexString(random.nextLong() | Long.MIN_VALUE);
      this.shards = new Shards(shards);
      this.keeper =
          new ShardKeeper(
              this,
              new ShardKeeper.Named(identity, this.shards),
              TIMES,
              new MachineClocks(),
              new ShardKeeper.Listeners(
                  (namespaces, ended) -> later(handingOver, () -> end(ended)), () -> {}));
    }

    private void end(Runnable ended) {
      if (!dead) {
        ended.run();
      }
    }

    boolean writes(String namespace) {
      return keeper.term(shards.of(namespace)) != 0;
    }

    long size() {
      return keeper.view().own().size();
    }

    void kill() {
      dead = true;
    }

    void freeze(Duration duration) {
      frozenUntilNanos = nowNanos + duration.toNanos();
    }

    void stop() {
      dead = true;
      try {
        keeper.giveBack();
      } catch (LeaseException e) {
        // It runs out.
      }
    }

    @Override
    public List<LeaseRecord> list() {
      return request(server::list);
    }

    @Override
    public LeaseRecord write(LeaseRecord lease) {
      Duration late = lateAnswer;
      lateAnswer = Duration.ZERO;
      return request(
          () -> {
            LeaseRecord written = server.write(lease);
            run(late);
            return written;
          });
    }

    @Override
    public void delete(LeaseRecord lease) {
      request(
          () -> {
            server.delete(lease);
            return lease;
          });
    }

    private <T> T request(java.util.function.Supplier<T> call) {
      boolean before = waits;
      waits = true;
      try {
        delay();
        if (!cut.isEmpty() || random.nextInt(200) < lossPercent) {
          throw new LeaseException("the request is lost " + cut, false);
        }
        T answer = call.get();
        check();
        delay();
        if (random.nextInt(200) < lossPercent) {
          throw new LeaseException("the answer is lost", false);
        }
        return answer;
      } finally {
        waits = before;
      }
    }

    private void delay() {
      long millis = random.nextInt(20);
      if (random.nextInt(100) < latePercent) {
        millis = random.nextInt(20_000);
      }
      run(Duration.ofMillis(millis));
    }

    private boolean looksBy(long nanos) {
      return !waits && !dead && Math.max(nextNanos, frozenUntilNanos) <= nanos;
    }

    private void look() {
      try {
        keeper.look();
      } catch (LeaseException e) {
        // The next look begins anew.
      }
      nextNanos = nowNanos + LOOK_NANOS;
    }
  }

  Replica start(String name, int shards) {
    Replica replica = new Replica(name, shards);
    replicas.add(replica);
    return replica;
  }

  TestingPlain startPlain(String name) {
    TestingPlain candidate = new TestingPlain(name, server, new MachineClocks());
    plain.add(candidate);
    return candidate;
  }

  void later(Duration delay, Runnable what) {
    later.computeIfAbsent(nowNanos + delay.toNanos(), t -> new ArrayList<>()).add(what);
  }

  /** Lets time pass, and everybody who does not wait do what is due. */
  void run(Duration duration) {
    long end = nowNanos + duration.toNanos();
    while (true) {
      Optional<Replica> next = next(end);
      long due = next.map(r -> Math.max(r.nextNanos, r.frozenUntilNanos)).orElse(end);
      long event = later.isEmpty() ? Long.MAX_VALUE : later.firstKey();
      if (event <= Math.min(due, end)) {
        goTo(event);
        later.remove(event).forEach(Runnable::run);
      } else if (next.isPresent()) {
        goTo(due);
        next.get().look();
      } else {
        break;
      }
      check();
    }
    goTo(end);
  }

  private Optional<Replica> next(long end) {
    return replicas.stream()
        .filter(r -> r.looksBy(end))
        .min(Comparator.comparingLong(r -> Math.max(r.nextNanos, r.frozenUntilNanos)));
  }

  private void goTo(long nanos) {
    while (nowNanos < nanos) {
      nowNanos = Math.min(nanos, nowNanos + LOOK_NANOS);
      plain.forEach(TestingPlain::look);
      check();
    }
  }

  /** How long it takes until something holds, in steps of a tenth of a second; a minute at most. */
  Duration until(java.util.function.BooleanSupplier holds) {
    long began = nowNanos;
    while (!holds.getAsBoolean()) {
      assertThat(nowNanos - began).as("waited ns").isLessThan(Duration.ofMinutes(1).toNanos());
      run(Duration.ofMillis(100));
    }
    return Duration.ofNanos(nowNanos - began);
  }

  void check() {
    for (String namespace : NAMESPACES) {
      long writers =
          replicas.stream().filter(r -> r.writes(namespace)).count()
              + plain.stream().filter(p -> p.term() != 0).count();
      assertThat(writers).as("writers for %s", namespace).isLessThanOrEqualTo(1);
    }
  }

  boolean allHave(Replica... sharing) {
    return NAMESPACES.stream()
        .allMatch(
            namespace -> List.of(sharing).stream().filter(r -> r.writes(namespace)).count() == 1);
  }

  /** Whether these hold all shards, and nearly the same number each. */
  boolean share(Replica... sharing) {
    long most = List.of(sharing).stream().mapToLong(Replica::size).max().orElse(0);
    long least = List.of(sharing).stream().mapToLong(Replica::size).min().orElse(0);
    long all = List.of(sharing).stream().mapToLong(Replica::size).sum();
    return all == sharing[0].shards.count() && most - least <= 1 && allHave(sharing);
  }
}
