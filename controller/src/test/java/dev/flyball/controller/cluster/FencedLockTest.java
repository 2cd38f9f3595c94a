package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flyball.controller.loop.Leadership;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FencedLockTest {
  /** Never asked; the lock below is the server. */
  private static final KubernetesClient CLIENT = new KubernetesClientBuilder().build();

  private static final LeaseTimes TIMES = LeaseTimes.DEFAULT;

  @AfterAll
  static void close() {
    CLIENT.close();
  }

  /** A Lease, and how long the server takes for a request. */
  private static final class TestingLock implements Lock {
    private final TestingClocks clocks;
    private @Nullable LeaderElectionRecord record;
    private Duration delay = Duration.ZERO;
    private @Nullable RuntimeException failure;
    private int requests;

    TestingLock(TestingClocks clocks) {
      this.clocks = clocks;
    }

    private void request() {
      requests++;
      clocks.advance(delay);
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public @Nullable LeaderElectionRecord get(KubernetesClient client) {
      request();
      return record;
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord created) {
      request();
      record = created;
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord updated) {
      request();
      record = updated;
    }

    @Override
    public String identity() {
      return "me";
    }

    @Override
    public String describe() {
      return "lease";
    }
  }

  private static final class TestingClocks implements Clocks {
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();
    private long millis = 1_000_000;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public long millis() {
      return millis;
    }

    void advance(Duration duration) {
      nanos += duration.toNanos();
      millis += duration.toMillis();
    }
  }

  private final TestingClocks clocks = new TestingClocks();
  private final TestingLock server = new TestingLock(clocks);
  private final List<Long> terms = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private FencedLock lock;
  private Lock turn;

  @BeforeEach
  void build() {
    lock = new FencedLock(server, TIMES, clocks, this::note, failures::add);
    turn = lock.nextTurn();
  }

  private void note() {
    terms.add(lock.term());
  }

  private static LeaderElectionRecord heldBy(String holder) {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    return new LeaderElectionRecord(holder, TIMES.lease(), now, now, 0);
  }

  private void acquire() {
    assertThat(turn.get(CLIENT)).isNull();
    turn.create(CLIENT, heldBy("me"));
  }

  private void renew() {
    turn.get(CLIENT);
    turn.update(CLIENT, heldBy("me"));
  }

  @Test
  void aTermIsCertainFromTheSendingAndNotFromTheAnswer() {
    server.delay = Duration.ofSeconds(3);
    acquire();
    assertThat(lock.term()).isPositive();
    clocks.advance(TIMES.certain().minus(Duration.ofSeconds(3)).minusMillis(1));
    assertThat(lock.term()).isPositive();
    clocks.advance(Duration.ofMillis(1));
    assertThat(lock.term()).isEqualTo(Leadership.NONE);
  }

  @Test
  void anAnswerThatComesAfterTheTimeIsOverBeginsNothing() {
    server.delay = TIMES.certain();
    acquire();
    assertThat(lock.term()).isEqualTo(Leadership.NONE);
  }

  @Test
  void eitherClockEndsATerm() {
    acquire();
    clocks.millis += TIMES.certain().toMillis();
    assertThat(lock.term()).isEqualTo(Leadership.NONE);
    clocks.millis -= TIMES.certain().toMillis();
    assertThat(lock.term()).isPositive();
    clocks.nanos += TIMES.certain().toNanos();
    assertThat(lock.term()).isEqualTo(Leadership.NONE);
  }

  @Test
  void renewingGoesOnWithTheTermAlsoAfterAPauseInWhichNobodyElseLed() {
    acquire();
    long term = lock.term();
    clocks.advance(TIMES.renewEvery());
    renew();
    assertThat(lock.term()).isEqualTo(term);
    clocks.advance(Duration.ofMinutes(1));
    assertThat(lock.term()).isEqualTo(Leadership.NONE);
    renew();
    assertThat(lock.term()).isEqualTo(term);
    assertThat(terms).containsExactly(term);
  }

  @Test
  void anotherHolderEndsTheTermAndTheNextOneIsNew() {
    acquire();
    long first = lock.term();
    clocks.advance(TIMES.renewEvery());
    server.record = heldBy("other");
    turn.get(CLIENT);
    assertThat(lock.term()).isEqualTo(Leadership.NONE);
    turn.update(CLIENT, heldBy("me"));
    assertThat(lock.term()).isPositive().isNotEqualTo(first);
    assertThat(terms).containsExactly(first, Leadership.NONE, lock.term());
  }

  @Test
  void renewedNoMoreOftenThanIsOfUse() {
    acquire();
    int requests = server.requests;
    renew();
    assertThat(server.requests).isEqualTo(requests);
    clocks.advance(TIMES.renewEvery());
    renew();
    assertThat(server.requests).isEqualTo(requests + 2);
  }

  @Test
  void givenBackItIsOverBeforeTheServerKnowsAndNamesNobody() {
    acquire();
    server.failure = new IllegalStateException("no way");
    assertThatThrownBy(() -> lock.giveBack(CLIENT)).isInstanceOf(KubernetesClientException.class);
    assertThat(lock.term()).isEqualTo(Leadership.NONE);
    server.failure = null;
    lock.giveBack(CLIENT);
    assertThat(server.record).isNotNull();
    assertThat(server.record.getHolderIdentity()).isEmpty();
  }

  @Test
  void whatAnotherHoldsIsNotGivenBack() {
    acquire();
    LeaderElectionRecord others = heldBy("other");
    server.record = others;
    lock.giveBack(CLIENT);
    assertThat(server.record).isSameAs(others);
  }

  @Test
  void anElectorWhoseTurnIsOverCannotTouchWhatTheNextOneHolds() {
    turn.get(CLIENT);
    Lock next = lock.nextTurn();
    assertThat(next.get(CLIENT)).isNull();
    next.create(CLIENT, heldBy("me"));
    long term = lock.term();
    int requests = server.requests;
    LeaderElectionRecord any = heldBy("me");
    assertThatThrownBy(() -> turn.get(CLIENT)).isInstanceOf(KubernetesClientException.class);
    assertThatThrownBy(() -> turn.create(CLIENT, any))
        .isInstanceOf(KubernetesClientException.class);
    assertThatThrownBy(() -> turn.update(CLIENT, any))
        .isInstanceOf(KubernetesClientException.class);
    assertThat(lock.end(turn)).isFalse();
    assertThat(server.requests).isEqualTo(requests);
    assertThat(lock.term()).isEqualTo(term).isPositive();
    assertThat(lock.end(next)).isTrue();
    assertThat(lock.term()).isEqualTo(Leadership.NONE);
  }

  private static ZonedDateTime now() {
    return ZonedDateTime.now(ZoneOffset.UTC);
  }

  @Test
  void anothersLeaseIsAsOldAsItHasBeenSeenHereWhateverItsClockSays() {
    ZonedDateTime wrong = now().minusDays(1);
    server.record = new LeaderElectionRecord("other", TIMES.lease(), wrong, wrong, 0);
    assertThat(age()).isLessThan(Duration.ofSeconds(1));
    clocks.advance(TIMES.lease());
    assertThat(age()).isGreaterThanOrEqualTo(TIMES.lease());
    ZonedDateTime tomorrow = now().plusDays(1);
    server.record = new LeaderElectionRecord("other", TIMES.lease(), wrong, tomorrow, 0);
    assertThat(age()).isLessThan(Duration.ofSeconds(1));
    clocks.advance(TIMES.lease());
    assertThat(age()).isGreaterThanOrEqualTo(TIMES.lease());
  }

  private Duration age() {
    LeaderElectionRecord seen = turn.get(CLIENT);
    assertThat(seen).isNotNull();
    return Duration.between(seen.getRenewTime(), now());
  }

  @Test
  void everyFailureIsOneThatTheElectorOutlives() {
    server.failure = new IllegalStateException("no way");
    assertThatThrownBy(() -> turn.get(CLIENT))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("no way");
    assertThat(failures).singleElement().asString().contains("no way");
  }

  @Test
  void aRenewalThatFailsLeavesTheTermAsLongAsItIsCertain() {
    acquire();
    clocks.advance(TIMES.renewEvery());
    server.failure = new IllegalStateException("no way");
    assertThatThrownBy(this::renew).isInstanceOf(KubernetesClientException.class);
    assertThat(lock.term()).isPositive();
    clocks.advance(TIMES.certain().minus(TIMES.renewEvery()));
    assertThat(lock.term()).isEqualTo(Leadership.NONE);
  }
}
