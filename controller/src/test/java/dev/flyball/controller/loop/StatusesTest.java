package dev.flyball.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.TestingClock;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.decide.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class StatusesTest {
  private final TestingClock clock = new TestingClock();
  private final TestingStore store = new TestingStore();
  private final Statuses statuses =
      new Statuses(
          store, new Authority(Leadership.ALWAYS), clock, policy -> {}, (policy, why) -> {});

  /** Keeps nothing, and ends writes when it is told to. */
  private static final class TestingStore implements StatusStore {
    final List<String> saves = new ArrayList<>();
    final Queue<Promise<Void>> held = new ArrayDeque<>();
    boolean holding;

    @Override
    public Future<KeptStatuses> load(String namespace, String configMap, String ownerUid) {
      return Future.succeededFuture(KeptStatuses.NONE);
    }

    @Override
    public Future<Void> save(
        String namespace, String configMap, String ownerUid, Contents contents) {
      saves.add(configMap);
      Promise<Void> saved = Promise.promise();
      if (holding) {
        held.add(saved);
      } else {
        saved.complete();
      }
      return saved.future();
    }
  }

  private PolicyState policy(int number) {
    String name = "app-" + number;
    statuses.configMap("shop", name, "uid-" + number);
    PolicyState state = new PolicyState(new PolicyId("shop", name, name));
    statuses.restore(state);
    return state;
  }

  private List<PolicyState> policies(int count) {
    List<PolicyState> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(policy(i));
    }
    return all;
  }

  private void news(PolicyState policy, boolean status) {
    policy
        .history
        .conditions()
        .set(ConditionType.AbleToScale, status, Reason.ReadyForNewScale, clock.millis());
    statuses.changed(policy);
  }

  private void tickAfter(Duration time) {
    clock.advance(time);
    statuses.tick();
    statuses.write(clock.millis());
  }

  @Test
  void newsIsWrittenAtOnceAndReadingsOnceInAWhile() {
    PolicyState policy = policy(0);
    news(policy, true);
    tickAfter(Duration.ofSeconds(1));
    assertThat(store.saves).hasSize(1);
    for (int i = 0; i < 29; i++) {
      statuses.changed(policy);
      tickAfter(Duration.ofSeconds(1));
    }
    assertThat(store.saves).as("nothing but readings").hasSize(1);
    tickAfter(Duration.ofSeconds(1));
    assertThat(store.saves).hasSize(2);
    tickAfter(Duration.ofMinutes(5));
    assertThat(store.saves).as("nothing has changed").hasSize(2);
  }

  @Test
  void soManyReadingsASecondHoweverManyPolicies() {
    List<PolicyState> policies = policies(1_000);
    policies.forEach(policy -> news(policy, true));
    tickAfter(Duration.ofSeconds(1));
    assertThat(store.saves).hasSize(1_000);
    store.saves.clear();
    policies.forEach(statuses::changed);
    tickAfter(Duration.ofMinutes(1));
    tickAfter(Duration.ofSeconds(1));
    assertThat(store.saves).hasSize(2 * Statuses.QUIET_WRITES).doesNotHaveDuplicates();
    news(policies.get(999), false);
    tickAfter(Duration.ofSeconds(1));
    assertThat(store.saves).as("news does not wait for them").contains("app-999");
  }

  @Test
  void fewWritesAreUnderWayAtOnceAndTheNextFollowsTheLast() {
    store.holding = true;
    policies(100).forEach(policy -> news(policy, true));
    tickAfter(Duration.ofSeconds(1));
    assertThat(store.saves).hasSize(Statuses.MAX_SAVING);
    for (int done = 0; done < 100; done++) {
      store.held.remove().complete();
      assertThat(store.saves).hasSize(Math.min(100, Statuses.MAX_SAVING + done + 1));
    }
    assertThat(store.saves).doesNotHaveDuplicates();
  }

  @Test
  void whatCouldNotBeWrittenIsTriedAgain() {
    store.holding = true;
    news(policy(0), true);
    tickAfter(Duration.ofSeconds(1));
    store.held.remove().fail("no");
    tickAfter(Duration.ofSeconds(1));
    assertThat(store.saves).hasSize(2);
  }

  @Test
  void whatIsGoneIsNotWritten() {
    news(policy(0), true);
    statuses.configMapGone("shop", "app-0");
    tickAfter(Duration.ofSeconds(1));
    assertThat(store.saves).isEmpty();
  }

  @Test
  void everythingIsWrittenAtTheEndWhatMayBeNewsFirst() {
    List<PolicyState> policies = policies(10);
    policies.forEach(policy -> news(policy, true));
    tickAfter(Duration.ofSeconds(1));
    store.saves.clear();
    news(policies.get(7), false);
    statuses.flush(clock.millis());
    assertThat(store.saves).hasSize(10).doesNotHaveDuplicates().startsWith("app-7");
  }
}
