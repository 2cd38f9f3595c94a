package dev.flyball.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.cluster.PodInfo;
import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.LabelSelector.Operator;
import dev.flyball.core.policy.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever pods come and go, those found are those that looking at each of them finds. */
class PodsByLabelTest {
  private static final String SHOP = "shop";

  /** More labels than are grouped at a time. */
  private static final int LABELS = 6;

  private static final int VALUES = 3;

  private final ClusterState cluster = new ClusterState();
  private final Map<String, PodInfo> expected = new HashMap<>();

  @Property(tries = 200)
  void findsWhatLookingAtEachFinds(@ForAll Random random) {
    for (int step = 0; step < 60; step++) {
      String name = "pod-" + random.nextInt(12);
      if (random.nextInt(4) == 0) {
        cluster.removePod(SHOP, name);
        expected.remove(name);
      } else {
        PodInfo pod = TestingPods.ready(SHOP, name, labels(random, 4), "app-" + random.nextInt(3));
        cluster.putPod(pod);
        expected.put(name, pod);
      }
      agreesOnPods(new LabelSelector(labels(random, 2), expressions(random)));
      agreesOnWorkloads("app-" + random.nextInt(3));
    }
  }

  private void agreesOnPods(LabelSelector selector) {
    List<String> found = new ArrayList<>();
    state().podsByLabel.forEach(selector, pod -> found.add(pod.info.name()));
    assertThat(found)
        .as("%s among %s", selector, expected)
        .containsExactlyInAnyOrderElementsOf(
            expected.values().stream()
                .filter(pod -> selector.matches(pod.labels()))
                .map(PodInfo::name)
                .toList());
  }

  private void agreesOnWorkloads(String name) {
    Set<String> found = new HashSet<>();
    state()
        .workloads(name)
        .forEach((workload, pods) -> pods.forEach(pod -> found.add(pod.info.name())));
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            expected.values().stream()
                .filter(pod -> Objects.requireNonNull(pod.workload()).name().equals(name))
                .map(PodInfo::name)
                .toList());
  }

  private NamespaceState state() {
    return cluster.namespace(SHOP);
  }

  private static Map<String, String> labels(Random random, int atMost) {
    Map<String, String> labels = new HashMap<>();
    for (int i = random.nextInt(atMost + 1); i > 0; i--) {
      labels.put("label-" + random.nextInt(LABELS), "value-" + random.nextInt(VALUES));
    }
    return labels;
  }

  private static List<Requirement> expressions(Random random) {
    return random.nextInt(3) == 0
        ? List.of(new Requirement("label-" + random.nextInt(LABELS), Operator.Exists, List.of()))
        : List.of();
  }
}
