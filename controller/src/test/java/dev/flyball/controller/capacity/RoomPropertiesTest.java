package dev.flyball.controller.capacity;

import static dev.flyball.controller.capacity.TestingShapes.apart;
import static dev.flyball.controller.capacity.TestingShapes.node;
import static dev.flyball.controller.capacity.TestingShapes.pod;
import static dev.flyball.controller.capacity.TestingShapes.space;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.cluster.NodeInfo;
import dev.flyball.controller.cluster.PodShape;
import dev.flyball.controller.cluster.Taint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** What holds for whatever nodes and pods. */
class RoomPropertiesTest {
  /** A node and the pods on it. */
  record Host(NodeInfo node, List<PodShape> pods) {
    NodeSpace space() {
      return TestingShapes.space(node, pods.toArray(PodShape[]::new));
    }

    Host with(PodShape pod) {
      List<PodShape> more = new ArrayList<>(pods);
      more.add(pod);
      return new Host(node, more);
    }
  }

  @Provide
  Arbitrary<List<Host>> hosts() {
    Arbitrary<Boolean> mostly = Arbitraries.frequency(Tuple.of(8, true), Tuple.of(1, false));
    Arbitrary<List<Host>> some =
        Combinators.combine(
                Arbitraries.integers().between(0, 4_000),
                Arbitraries.integers().between(0, 4_096),
                Arbitraries.integers().between(0, 12),
                mostly,
                mostly,
                shapes().list().ofMaxSize(6))
            .as(
                (cpu, mebi, pods, ready, open, on) -> {
                  NodeInfo sized = node("x", cpu, mebi, pods);
                  List<Taint> taints = open ? List.of() : List.of(Taint.UNSCHEDULABLE);
                  return new Host(node("x", sized.allocatable(), taints, ready), on);
                })
            .list()
            .ofMaxSize(6);
    // Two zones, a and b.
    return some.map(
        list -> {
          List<Host> named = new ArrayList<>();
          for (Host host : list) {
            String name = (named.size() % 2 == 0 ? "a" : "b") + named.size();
            NodeInfo n = host.node;
            named.add(new Host(node(name, n.allocatable(), n.taints(), n.ready()), host.pods));
          }
          return named;
        });
  }

  @Provide
  Arbitrary<PodShape> shapes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 900), Arbitraries.integers().between(0, 900))
        .as((cpu, mebi) -> pod(cpu, mebi));
  }

  @Provide
  Arbitrary<PodShape> wanted() {
    return Combinators.combine(shapes(), Arbitraries.of("", "kubernetes.io/hostname", "zone"))
        .as((pod, key) -> key.isEmpty() ? pod : apart(pod, key, true));
  }

  private static Room room(PodShape wanted, List<Host> hosts) {
    List<Set<String>> occupied = wanted.distances().stream().map(d -> Set.<String>of()).toList();
    return NodeRoom.of(wanted, hosts.stream().map(Host::space).toList(), occupied);
  }

  @Property
  void isNeverNegativeAndNoMoreThanPodsFitOneByOne(
      @ForAll("wanted") PodShape wanted, @ForAll("hosts") List<Host> hosts) {
    int more = room(wanted, hosts).more();
    int slots =
        hosts.stream()
            .mapToInt(
                h -> (int) Math.max(0, h.node.allocatable().get("pods") / 1_000 - h.pods.size()))
            .sum();
    assertThat(more).isBetween(0, slots);
  }

  @Property
  void oneMorePodNeverRaisesIt(
      @ForAll("wanted") PodShape wanted,
      @ForAll("hosts") List<Host> hosts,
      @ForAll("shapes") PodShape pod,
      @ForAll @IntRange(max = 5) int at) {
    if (hosts.isEmpty()) {
      return;
    }
    List<Host> fuller = new ArrayList<>(hosts);
    fuller.set(at % hosts.size(), hosts.get(at % hosts.size()).with(pod));
    assertThat(room(wanted, fuller).more()).isLessThanOrEqualTo(room(wanted, hosts).more());
  }

  /** Putting a pod where it fits takes one of the room, and it can be done that many times. */
  @Property
  void asManyFitOneByOneAsWereCounted(
      @ForAll("shapes") PodShape wanted, @ForAll("hosts") List<Host> hosts) {
    List<Host> filled = new ArrayList<>(hosts);
    int more = room(wanted, hosts).more();
    for (int put = 0; put < more; put++) {
      int free = 0;
      while (room(wanted, List.of(filled.get(free))).more() == 0) {
        free++;
      }
      filled.set(free, filled.get(free).with(wanted));
    }
    assertThat(room(wanted, filled).more()).isZero();
  }

  @Property
  void theOrderOfNodesDoesNotMatter(
      @ForAll("wanted") PodShape wanted, @ForAll("hosts") List<Host> hosts, @ForAll long seed) {
    List<Host> shuffled = new ArrayList<>(hosts);
    Collections.shuffle(shuffled, new Random(seed));
    assertThat(room(wanted, shuffled)).isEqualTo(room(wanted, hosts));
  }

  @Property
  void whatATakenPodTakesItGivesBack(
      @ForAll("hosts") List<Host> hosts, @ForAll("shapes") PodShape pod) {
    for (Host host : hosts) {
      NodeSpace space = host.space();
      space.take(pod);
      space.release(pod);
      assertThat(NodeRoom.of(pod, List.of(space), List.of()))
          .isEqualTo(
              NodeRoom.of(
                  pod, List.of(space(host.node, host.pods.toArray(PodShape[]::new))), List.of()));
    }
  }
}
