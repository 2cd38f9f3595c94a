package dev.flyball.controller.cluster;

import dev.flyball.core.observe.PodColumns;
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
 */
public record PodInfo(
    String namespace,
    String uid,
    Map<String, String> labels,
    @Nullable Workload workload,
    PodColumns.Row row,
    ScrapeAnnotations scrape) {
  /** Name of the pod. */
  public String name() {
    return row.name();
  }
}
