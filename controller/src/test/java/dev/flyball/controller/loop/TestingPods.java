package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.Placement;
import dev.flyball.controller.cluster.PodInfo;
import dev.flyball.controller.cluster.PodShape;
import dev.flyball.controller.cluster.Workload;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.observe.Readiness;
import dev.flyball.metrics.source.scrape.ScrapeAnnotations;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pods as the cluster tells of them. */
final class TestingPods {
  /** Goes onto any node, and asks for nothing. */
  static final PodShape ANY_SHAPE =
      new PodShape(
          new Placement(Map.of(), List.of()), List.of(), List.of(), Map.of(), Map.of(), "", false);

  private TestingPods() {}

  /** A pod that runs and is ready, and is not scraped by its annotations. */
  static PodInfo ready(
      String namespace, String name, Map<String, String> labels, @Nullable String deployment) {
    return new PodInfo(
        namespace,
        name,
        labels,
        deployment == null ? null : new Workload("apps/v1", "Deployment", deployment),
        row(name, PodPhase.Running, false),
        new ScrapeAnnotations.NotScraped(),
        "",
        ANY_SHAPE);
  }

  /** What decisions see of a pod that is ready, without requests. */
  static PodColumns.Row row(String name, PodPhase phase, boolean deleted) {
    return new PodColumns.Row(
        name, phase, deleted, 0, Readiness.True, 0, PodRequests.of(List.of(), Map.of()));
  }
}
