package dev.flyball.controller.capacity;

import static dev.flyball.controller.capacity.TestingShapes.apart;
import static dev.flyball.controller.capacity.TestingShapes.bearing;
import static dev.flyball.controller.capacity.TestingShapes.node;
import static dev.flyball.controller.capacity.TestingShapes.placed;
import static dev.flyball.controller.capacity.TestingShapes.pod;
import static dev.flyball.controller.capacity.TestingShapes.space;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.controller.cluster.Distance;
import dev.flyball.controller.cluster.NodeInfo;
import dev.flyball.controller.cluster.Placement;
import dev.flyball.controller.cluster.Placement.Operator;
import dev.flyball.controller.cluster.Placement.Requirement;
import dev.flyball.controller.cluster.Placement.Term;
import dev.flyball.controller.cluster.PodShape;
import dev.flyball.controller.cluster.Taint;
import dev.flyball.controller.cluster.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each reason of the scheduler's to keep a pod from a node. */
class NodeRoomTest {
  private static final PodShape POD = pod(500, 256);
  private static final NodeInfo NODE = node("a1", 2_000, 4_096, 110);
  private static final Map<String, Long> ALLOCATABLE = NODE.allocatable();
  private static final Taint DEDICATED = new Taint("dedicated", "batch", "NoSchedule");

  /**
   * One row: one node.
   *
   * @param more how many pods fit
   * @param shortage what is said of it
   */
  record Row(PodShape pod, NodeSpace node, int more, String shortage) {}

  private static Arguments row(
      String name, PodShape pod, NodeSpace node, int more, String shortage) {
    return argumentSet(name, new Row(pod, node, more, shortage));
  }

  static Stream<Arguments> amounts() {
    return Stream.of(
        row("empty", POD, space(NODE), 4, "a1 cpu 0 free of 500m needed"),
        row("some taken", POD, space(NODE, pod(800, 64)), 2, "a1 cpu 200m free of 500m needed"),
        row(
            "memory is scarcer",
            pod(100, 1_536),
            space(NODE),
            2,
            "a1 memory 1Gi free of 1536Mi needed"),
        row(
            "more taken than there is",
            POD,
            space(NODE, pod(3_000, 64)),
            0,
            "a1 cpu 0 free of 500m needed"),
        row(
            "no more pods",
            pod(1, 1),
            space(node("a1", 2_000, 4_096, 2), pod(1, 1), pod(0, 0)),
            0,
            "a1 pods 0 free of 1 needed"),
        row(
            "requests nothing",
            pod(Map.of()),
            space(node("a1", 2_000, 4_096, 7)),
            7,
            "a1 pods 0 free of 1 needed"),
        row(
            "extended resource that is not there",
            pod(Map.of("cpu", 1L, "example.com/gpu", 1_000L)),
            space(NODE),
            0,
            "a1 example.com/gpu 0 free of 1 needed"),
        row(
            "extended resource",
            pod(Map.of("example.com/gpu", 2_000L)),
            space(node("a1", Map.of("example.com/gpu", 5_000L, "pods", 9_000L), List.of(), true)),
            2,
            "a1 example.com/gpu 1 free of 2 needed"),
        row(
            "status not filled in",
            POD,
            space(node("a1", Map.of(), List.of(), true)),
            0,
            "a1 cpu 0 free of 500m needed"));
  }

  static Stream<Arguments> bars() {
    return Stream.of(
        row(
            "not ready",
            POD,
            space(node("a1", ALLOCATABLE, List.of(), false)),
            0,
            "1 node not ready"),
        tainted("unschedulable", Taint.UNSCHEDULABLE, 0),
        tainted(
            "unschedulable, borne",
            Taint.UNSCHEDULABLE,
            4,
            new Toleration(Taint.UNSCHEDULABLE.key(), true, "", "")),
        tainted("tainted", DEDICATED, 0),
        tainted("other key", DEDICATED, 0, new Toleration("x", false, "batch", "NoSchedule")),
        tainted("other value", DEDICATED, 0, new Toleration("dedicated", false, "web", "")),
        tainted("other effect", DEDICATED, 0, new Toleration("dedicated", true, "", "NoExecute")),
        tainted("same", DEDICATED, 4, new Toleration("dedicated", false, "batch", "NoSchedule")),
        tainted("any effect", DEDICATED, 4, new Toleration("dedicated", false, "batch", "")),
        tainted("any value", DEDICATED, 4, new Toleration("dedicated", true, "", "")),
        tainted("everything", DEDICATED, 4, new Toleration("", true, "", "")),
        tainted("NoExecute", new Taint("k", "", "NoExecute"), 0),
        tainted(
            "NoExecute, borne",
            new Taint("k", "", "NoExecute"),
            4,
            new Toleration("k", true, "", "")));
  }

  private static Arguments tainted(String name, Taint taint, int more, Toleration... borne) {
    return row(
        name,
        bearing(POD, borne),
        space(node("a1", ALLOCATABLE, List.of(taint), true)),
        more,
        more > 0
            ? "a1 cpu 0 free of 500m needed"
            : "1 node with a taint that it does not tolerate");
  }

  static Stream<Arguments> placements() {
    return Stream.of(
        selected("selector", Map.of(NodeInfo.ARCH_LABEL, "arm64"), true),
        selected("other architecture", Map.of(NodeInfo.ARCH_LABEL, "amd64"), false),
        selected("label that is not there", Map.of("disk", "ssd"), false),
        affine("In", true, "zone", Operator.In, "a", "b"),
        affine("not In", false, "zone", Operator.In, "b"),
        affine("NotIn", true, "zone", Operator.NotIn, "b"),
        affine("NotIn, absent", true, "disk", Operator.NotIn, "ssd"),
        affine("not NotIn", false, "zone", Operator.NotIn, "a"),
        affine("Exists", true, "zone", Operator.Exists),
        affine("not Exists", false, "disk", Operator.Exists),
        affine("DoesNotExist", true, "disk", Operator.DoesNotExist),
        affine("not DoesNotExist", false, "zone", Operator.DoesNotExist),
        affine("Gt", true, "size", Operator.Gt, "3"),
        affine("not Gt", false, "size", Operator.Gt, "4"),
        affine("Gt of no number", false, "zone", Operator.Gt, "3"),
        affine("Lt", true, "size", Operator.Lt, "5"),
        affine("not Lt", false, "size", Operator.Lt, "4"),
        allowed("field", true, new Term(List.of(), List.of(name("a1")))),
        allowed("other field", false, new Term(List.of(), List.of(name("a2")))),
        allowed("empty term", false, new Term(List.of(), List.of())),
        allowed(
            "one of two terms",
            true,
            new Term(List.of(), List.of(name("a2"))),
            new Term(List.of(), List.of(name("a1")))),
        allowed(
            "all of a term",
            false,
            new Term(
                List.of(new Requirement("zone", Operator.In, List.of("b"))), List.of(name("a1")))));
  }

  private static Requirement name(String node) {
    return new Requirement("metadata.name", Operator.In, List.of(node));
  }

  private static Arguments affine(
      String name, boolean fits, String key, Operator operator, String... values) {
    Requirement requirement = new Requirement(key, operator, List.of(values));
    return allowed(name, fits, new Term(List.of(requirement), List.of()));
  }

  private static Arguments allowed(String name, boolean fits, Term... terms) {
    return placement(name, new Placement(Map.of(), List.of(terms)), fits);
  }

  private static Arguments selected(String name, Map<String, String> selector, boolean fits) {
    return placement(name, new Placement(selector, List.of()), fits);
  }

  private static Arguments placement(String name, Placement placement, boolean fits) {
    return row(
        name,
        placed(POD, placement),
        space(NODE),
        fits ? 4 : 0,
        fits ? "a1 cpu 0 free of 500m needed" : "1 node ruled out by node selector or affinity");
  }

  @ParameterizedTest
  @MethodSource({"amounts", "bars", "placements"})
  void oneNode(Row row) {
    assertThat(NodeRoom.of(row.pod, List.of(row.node), List.of()))
        .isEqualTo(new Room(row.more, row.shortage));
  }

  @Test
  void nodesAreAddedUpAndTheClosestAreNamed() {
    List<NodeSpace> nodes =
        List.of(
            space(node("a1", 700, 4_096, 110)),
            space(node("a2", 1_100, 4_096, 110)),
            space(node("a3", 400, 4_096, 110)),
            space(node("a4", 50, 4_096, 110)),
            space(node("a5", ALLOCATABLE, List.of(DEDICATED), true)));
    assertThat(NodeRoom.of(POD, nodes, List.of()))
        .isEqualTo(
            new Room(
                3,
                "a3 cpu 400m free of 500m needed, a1 cpu 200m free of 500m needed,"
                    + " a2 cpu 100m free of 500m needed, 1 node with even less,"
                    + " 1 node with a taint that it does not tolerate"));
  }

  @Test
  void podsThatKeepApartAreOneANode() {
    List<NodeSpace> nodes =
        List.of(space(NODE), space(node("a2", 2_000, 4_096, 110)), space(node("a3", 1, 1, 1)));
    Room room = NodeRoom.of(apart(POD, Distance.HOST, true), nodes, List.of(Set.of("a2")));
    assertThat(room)
        .isEqualTo(
            new Room(
                1,
                "a3 cpu 1m free of 500m needed, 2 nodes where a pod is that it must keep away from"));
  }

  @Test
  void podsThatKeepApartAreOneAZone() {
    List<NodeSpace> nodes =
        List.of(
            space(NODE),
            space(node("a2", 2_000, 4_096, 110)),
            space(node("b1", 2_000, 4_096, 110)),
            space(node("c1", 2_000, 4_096, 110)));
    assertThat(NodeRoom.of(apart(POD, "zone", true), nodes, List.of(Set.of("c"))).more())
        .isEqualTo(2);
    assertThat(NodeRoom.of(apart(POD, "rack", true), nodes, List.of(Set.of())).more())
        .as("no node is in a rack")
        .isEqualTo(16);
  }

  @Test
  void podsKeepAwayFromOthersAndNotFromEachOther() {
    List<NodeSpace> nodes = List.of(space(NODE), space(node("b1", 2_000, 4_096, 110)));
    assertThat(NodeRoom.of(apart(POD, Distance.HOST, false), nodes, List.of(Set.of("a1"))).more())
        .isEqualTo(4);
  }
}
