package dev.flyball.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.cluster.Distance;
import dev.flyball.controller.cluster.NodeInfo;
import dev.flyball.controller.cluster.Placement;
import dev.flyball.controller.cluster.PodInfo;
import dev.flyball.controller.cluster.PodShape;
import dev.flyball.controller.cluster.QuotaInfo;
import dev.flyball.controller.cluster.TargetInfo;
import dev.flyball.controller.cluster.TargetKey;
import dev.flyball.core.observe.Ceiling;
import dev.flyball.core.observe.Ceiling.Limit;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.policy.LabelSelector;
import dev.flyball.metrics.source.scrape.ScrapeAnnotations;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many pods of 1 core fit, with two nodes of 4 cores each. */
class RoomsTest {
  private static final TargetKey WEB = new TargetKey("shop", "apps", "Deployment", "web");
  private static final LabelSelector SELECTOR = new LabelSelector(Map.of("app", "web"), List.of());
  private static final PodShape CORE = shape(1_000);

  private final ClusterState cluster = new ClusterState();
  private final Rooms rooms = new Rooms(cluster);
  private final TargetState target = cluster.claim(WEB);

  @BeforeEach
  void twoNodes() {
    node("a", 4_000);
    node("b", 4_000);
    cluster.quotas().follow(Future::succeededFuture, 0);
    template(CORE);
  }

  private static PodShape shape(long cpu, Distance... distances) {
    return new PodShape(
        new Placement(Map.of(), List.of()),
        List.of(),
        List.of(distances),
        Map.of("cpu", cpu),
        Map.of(),
        "",
        false);
  }

  private void node(String name, long cpu) {
    cluster.putNode(
        new NodeInfo(name, Map.of(), List.of(), true, Map.of("cpu", cpu, "pods", 110_000L)));
  }

  private void template(@Nullable PodShape shape) {
    cluster.updateTarget(new TargetInfo(WEB, "1", 3, 3, SELECTOR, shape));
  }

  private void pod(String name, String node, PodShape shape) {
    pod("shop", "web", name, node, PodPhase.Running, false, shape);
  }

  private void pod(
      String namespace,
      String app,
      String name,
      String node,
      PodPhase phase,
      boolean deleted,
      PodShape shape) {
    cluster.putPod(
        new PodInfo(
            namespace,
            name,
            Map.of("app", app),
            null,
            TestingPods.row(name, phase, deleted),
            new ScrapeAnnotations.NotScraped(),
            node,
            shape));
  }

  private Rooms.Found found() {
    return rooms.of(target, Objects.requireNonNull(target.info()));
  }

  private int replicas() {
    Ceiling ceiling = found().ceiling();
    return ceiling == null ? -1 : ceiling.replicas();
  }

  @Test
  void podsOfAllNamespacesTakeRoom() {
    assertThat(replicas()).isEqualTo(8);
    pod("batch", "job", "job-1", "a", PodPhase.Running, false, shape(2_500));
    assertThat(replicas()).isEqualTo(5);
    pod("batch", "job", "job-1", "a", PodPhase.Succeeded, false, shape(2_500));
    assertThat(replicas()).as("it has ended").isEqualTo(8);
    pod("batch", "job", "job-1", "a", PodPhase.Running, false, shape(2_500));
    cluster.removePod("batch", "job-1");
    assertThat(replicas()).as("it is gone").isEqualTo(8);
  }

  @Test
  void itsOwnPodsAreAmongThem() {
    pod("w1", "a", CORE);
    pod("w2", "b", CORE);
    assertThat(replicas()).isEqualTo(8);
  }

  @Test
  void podsThatWaitTakeOfTheRoom() {
    pod("w1", "a", CORE);
    pod("w2", "", CORE);
    pod("batch", "job", "job-1", "b", PodPhase.Running, false, shape(4_000));
    assertThat(replicas()).as("w1 and three more, w2 being one of them").isEqualTo(4);
  }

  @Test
  void podsBeingDeletedTakeRoomUntilTheyAreGone() {
    pod("shop", "web", "w1", "a", PodPhase.Running, true, CORE);
    assertThat(replicas()).isEqualTo(7);
    cluster.removePod("shop", "w1");
    assertThat(replicas()).isEqualTo(8);
  }

  @Test
  void aPodThatMovesOrGrowsIsCountedOnce() {
    pod("batch", "job", "job-1", "", PodPhase.Pending, false, CORE);
    pod("batch", "job", "job-1", "a", PodPhase.Running, false, CORE);
    pod("batch", "job", "job-1", "a", PodPhase.Running, false, shape(2_000));
    assertThat(replicas()).isEqualTo(6);
  }

  @Test
  void nodesComeAndGoBeforeAndAfterTheirPods() {
    pod("batch", "job", "job-1", "c", PodPhase.Running, false, shape(1_000));
    assertThat(replicas()).isEqualTo(8);
    node("c", 4_000);
    assertThat(replicas()).isEqualTo(11);
    cluster.removeNode("c");
    cluster.removePod("batch", "job-1");
    node("c", 4_000);
    assertThat(replicas()).isEqualTo(12);
  }

  @Test
  void aPodShowsWhatATemplateLeavesToAdmission() {
    pod("w1", "a", shape(2_000));
    assertThat(replicas()).as("w1, one more beside it and two on b").isEqualTo(4);
  }

  @Test
  void aPodStandsInForATemplateThatIsNotKnown() {
    template(null);
    assertThat(found().ceiling()).isNull();
    assertThat(found().unknown()).contains("no pod that would show");
    pod("w1", "a", CORE);
    assertThat(replicas()).isEqualTo(8);
    assertThat(found().unknown()).isEmpty();
  }

  @Test
  void podsThatKeepApartLookAtTheNodesOfTheOthers() {
    Distance apart = new Distance(SELECTOR, Distance.HOST, Set.of(), false, true);
    template(shape(1_000, apart));
    assertThat(replicas()).isEqualTo(2);
    pod("w1", "a", CORE);
    assertThat(replicas()).isEqualTo(2);
    pod("other", "web", "w1", "b", PodPhase.Running, false, CORE);
    assertThat(replicas()).as("another namespace does not matter").isEqualTo(2);
    template(shape(1_000, new Distance(SELECTOR, Distance.HOST, Set.of(), true, true)));
    assertThat(replicas()).isEqualTo(1);
  }

  @Test
  void theLowerOfNodesAndQuotaCounts() {
    pod("w1", "a", CORE);
    cluster.quotas().put(quota("shop", 9_000, 1_000));
    assertThat(found().ceiling()).extracting(Ceiling::limit).isEqualTo(Limit.Nodes);
    cluster.quotas().put(quota("shop", 3_000, 1_000));
    cluster.quotas().put(quota("other", 1_000, 1_000));
    assertThat(found().ceiling())
        .isEqualTo(
            new Ceiling(3, Limit.Quota, "quota q requests.cpu 0 left of 1 needed, 3 in all"));
    cluster.quotas().remove("shop", "q");
    assertThat(replicas()).isEqualTo(8);
  }

  private static QuotaInfo quota(String namespace, long hard, long used) {
    return new QuotaInfo(
        namespace, "q", Map.of("requests.cpu", hard), Map.of("requests.cpu", used), List.of());
  }

  @Test
  void whatIsUnknownSetsNoCeiling() {
    ClusterState empty = new ClusterState();
    empty.quotas().follow(() -> Promise.<Void>promise().future(), 0);
    TargetState alone = empty.claim(WEB);
    TargetInfo info = new TargetInfo(WEB, "1", 3, 3, SELECTOR, CORE);
    empty.updateTarget(info);
    Rooms.Found found = new Rooms(empty).of(alone, info);
    assertThat(found.ceiling()).isNull();
    assertThat(found.unknown()).contains("no node").contains("resourcequotas cannot be read");
    assertThat(empty.quotas().awaited(4_999)).isTrue();
    assertThat(empty.quotas().awaited(5_000)).isFalse();
  }

  @Test
  void quotasAreAskedForOnce() {
    Quotas quotas = new Quotas();
    Promise<Void> listed = Promise.promise();
    assertThat(quotas.known()).isFalse();
    assertThat(quotas.follow(listed::future, 0)).isTrue();
    assertThat(quotas.follow(listed::future, 0)).isFalse();
    assertThat(quotas.known()).isFalse();
    listed.complete();
    assertThat(quotas.known()).isTrue();
    assertThat(quotas.awaited(0)).isFalse();
  }
}
