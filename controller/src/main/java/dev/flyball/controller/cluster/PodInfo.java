package dev.flyball.controller.cluster;

import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.metrics.source.scrape.ScrapeAnnotations;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the loop needs to know of a pod.
 *
 * @param namespace its namespace
 * @param uid its uid
 * @param labels its labels; shared among pods that have the same
 * @param workload what it belongs to; shared among its pods; null where nothing controls it
 * @param row the pod as a decision sees it; its requests are shared among pods of one template
 * @param scrape what its annotations ask of the scraper
 * @param node the node that it was given to; empty while it waits for one
 * @param shape what it takes of a node; shared among pods of one template
 */
public record PodInfo(
    String namespace,
    String uid,
    Map<String, String> labels,
    @Nullable Workload workload,
    PodColumns.Row row,
    ScrapeAnnotations scrape,
    String node,
    PodShape shape) {
  /** Whether it takes room on a node: it was given to one and has not ended. */
  public boolean takesRoom() {
    return !node.isEmpty() && !isOver();
  }

  /** Whether it has ended and only its object is left. */
  public boolean isOver() {
    return row.phase() == PodPhase.Succeeded || row.phase() == PodPhase.Failed;
  }

  /** Name of the pod. */
  public String name() {
    return row.name();
  }
}
