package dev.flyball.controller.scalers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.Reports;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.PolicyChanges;
import dev.flyball.controller.loop.PolicyOwner;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.core.policy.LabelSelector;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScalerStoreTest {
  private static final LabelSelector ALL = new LabelSelector(Map.of(), List.of());
  private static final ScalerSelection EVERYTHING = new ScalerSelection("", ALL, List.of());

  private final Vertx vertx = Vertx.vertx();
  private final TestingSource source = new TestingSource();
  private long now = Instant.parse("2026-01-05T12:00:00Z").toEpochMilli();
  private final ScalerStore store =
      new ScalerStore(vertx.getOrCreateContext(), source, () -> Instant.ofEpochMilli(now));

  @AfterEach
  void close() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private static PolicyId id(String name) {
    return new PolicyId("shop", name, name);
  }

  private static PolicyReport report(String name) {
    return Reports.scalingUp(id(name));
  }

  /** The same policy with other replicas and labels. */
  static PolicyReport with(PolicyReport r, int statusReplicas, Map<String, String> labels) {
    return r.but().statusReplicas(statusReplicas).owner(new PolicyOwner("", labels)).build();
  }

  private void refresh(boolean complete, List<PolicyReport> changed, String... removed) {
    now += 1_000;
    List<PolicyId> gone = Arrays.stream(removed).map(ScalerStoreTest::id).toList();
    PolicyChanges changes = new PolicyChanges(now, now * 1000, complete, true, changed, gone);
    source.changes = since -> changes;
    Promise<Void> done = Promise.promise();
    vertx.getOrCreateContext().runOnContext(v -> store.refresh().onComplete(done::handle));
    try {
      done.future().await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> after(long version, ScalerSelection selection) {
    return store.after(version).stream()
        .flatMap(event -> event.seenBy(selection).stream())
        .map(seen -> seen.type() + " " + seen.scaler().name())
        .toList();
  }

  @Test
  void whatHappensHasVersionsOfItsOwnThatGrow() {
    refresh(true, List.of(report("a"), report("b")));
    long first = store.version();
    assertThat(after(0, EVERYTHING)).isEmpty();
    assertThat(store.completeFrom()).isEqualTo(first);

    refresh(false, List.of(with(report("a"), 7, Map.of()), report("c")), "b");
    assertThat(after(first, EVERYTHING)).containsExactly("MODIFIED a", "ADDED c", "DELETED b");
    List<Long> versions = store.after(first).stream().map(ScalerEvent::version).toList();
    assertThat(versions).isSorted().doesNotHaveDuplicates().allMatch(v -> v > first);
    assertThat(store.version()).isGreaterThanOrEqualTo(versions.getLast());
    assertThat(after(versions.getFirst(), EVERYTHING)).containsExactly("ADDED c", "DELETED b");
    assertThat(source.asked.getLast()).isEqualTo(first);
  }

  @Test
  void aDecisionThatOnlyRepeatsIsNoEvent() {
    refresh(true, List.of(report("a")));
    long first = store.version();
    refresh(false, List.of(report("a")));
    assertThat(after(first, EVERYTHING)).isEmpty();
    assertThat(store.version()).isGreaterThan(first);
  }

  @Test
  void whoIsMissingFromEverythingIsGone() {
    refresh(true, List.of(report("a"), report("b")));
    long first = store.version();
    refresh(true, List.of(report("b")));
    assertThat(after(first, EVERYTHING)).containsExactly("DELETED a");
    assertThat(store.select(EVERYTHING)).hasSize(1);
  }

  @Test
  void whatComesIntoASelectionIsAddedToItAndWhatLeavesItIsGone() {
    ScalerSelection blue =
        new ScalerSelection(
            "shop", new LabelSelector(Map.of("team", "blue"), List.of()), List.of());
    refresh(true, List.of(with(report("a"), 2, Map.of("team", "red"))));
    long first = store.version();
    refresh(false, List.of(with(report("a"), 2, Map.of("team", "blue"))));
    refresh(false, List.of(with(report("a"), 3, Map.of("team", "blue"))));
    refresh(false, List.of(with(report("a"), 3, Map.of("team", "red"))));
    refresh(false, List.of(with(report("a"), 4, Map.of("team", "red"))));
    assertThat(after(first, blue)).containsExactly("ADDED a", "MODIFIED a", "DELETED a");
  }

  @Test
  void onlySoManyEventsAreKept() {
    refresh(true, List.of(report("a")));
    long first = store.version();
    for (int i = 0; i < 1_001; i++) {
      refresh(false, List.of(with(report("a"), 10 + i, Map.of())));
    }
    assertThat(store.completeFrom()).isGreaterThan(first);
    assertThat(store.beganAfter(first - 1)).isFalse();
    assertThat(store.after(store.completeFrom())).hasSize(1_000);
  }

  @Test
  void whatNobodyWantsIsGivenUp() {
    refresh(true, List.of(report("a")));
    long first = store.version();
    now += 600_000;
    refresh(true, List.of(report("b")));
    assertThat(source.asked.getLast()).isZero();
    assertThat(store.select(EVERYTHING)).hasSize(1);
    assertThat(store.completeFrom()).isGreaterThan(first);
    assertThat(store.beganAfter(first)).isTrue();
  }
}
