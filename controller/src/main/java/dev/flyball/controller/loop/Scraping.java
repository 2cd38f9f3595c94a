package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.PodInfo;
import dev.flyball.controller.config.Series;
import dev.flyball.metrics.exposition.LabelMatcher;
import dev.flyball.metrics.series.SeriesKind;
import dev.flyball.metrics.series.SeriesStore;
import dev.flyball.metrics.source.scrape.PodScraper;
import dev.flyball.metrics.source.scrape.ScrapeAnnotations;
import dev.flyball.metrics.source.scrape.ScrapeFailure;
import dev.flyball.metrics.source.scrape.ScrapeListener;
import dev.flyball.metrics.source.scrape.ScrapeSettings;
import dev.flyball.metrics.source.scrape.ScrapeTarget;
import dev.flyball.metrics.source.scrape.ScrapedSeries;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the scraper in step with the pods and the settings. Owned by the loop. */
final class Scraping implements ScrapeListener {
  private static final Logger LOG = LoggerFactory.getLogger(Scraping.class);
  private static final long MAX_GAP_MILLIS = 1_000;
  private static final long MIN_GAP_MILLIS = 100;

  private final PodScraper scraper;
  private final LoopMetrics metrics;
  private final Leadership leadership;
  private final Sampled sampled;
  private long gapMillis = MAX_GAP_MILLIS;

  /** Is told that a pod has a fresh sample. */
  interface Sampled {
    /**
     * Called on the loop.
     *
     * @param gapMillis time that evaluations on account of samples keep between them
     */
    void sampled(String namespace, String pod, long gapMillis);
  }

  Scraping(Vertx vertx, SeriesStore store, LoopPorts ports, Sampled sampled) {
    this.metrics = ports.metrics();
    this.leadership = ports.leadership();
    this.sampled = sampled;
    this.scraper = new PodScraper(vertx, store, ports.clock(), ScrapeSettings.DEFAULT, this);
  }

  /** Takes the series of the settings; those that are not scraped are left out. */
  void series(List<Series> definitions) {
    List<ScrapedSeries> scraped = new ArrayList<>();
    long shortest = Long.MAX_VALUE;
    for (Series series : definitions) {
      switch (series.source()) {
        case Series.Scrape scrape -> {
          scraped.add(scraped(series.name(), scrape));
          shortest = Math.min(shortest, scrape.interval().toMillis());
        }
        case Series.PromQl promQl -> {} // Asked for by those who want it; nothing to prepare.
      }
    }
    gapMillis = Math.clamp(shortest / 5, MIN_GAP_MILLIS, MAX_GAP_MILLIS);
    scraper.series(scraped);
  }

  private static ScrapedSeries scraped(String name, Series.Scrape scrape) {
    return new ScrapedSeries(
        name,
        switch (scrape.kind()) {
          case Counter -> SeriesKind.COUNTER;
          case Gauge -> SeriesKind.GAUGE;
        },
        scrape.metric(),
        scrape.labels().entrySet().stream()
            .map(label -> LabelMatcher.equal(label.getKey(), label.getValue()))
            .toList(),
        scrape.interval().toMillis(),
        scrape.window().toMillis());
  }

  /** Chooses anew which pods to scrape, where that depends on terms. */
  void choose(ClusterState cluster) {
    if (leadership.isShared()) {
      cluster.forEachPod(this::put);
    }
  }

  void put(PodInfo pod) {
    if (!leadership.scrapes(pod.namespace())) {
      scraper.remove(pod.namespace(), pod.name());
      return;
    }
    switch (pod.scrape()) {
      case ScrapeAnnotations.Scraped scraped -> scraper.put(scraped.target());
      case ScrapeAnnotations.NotScraped none -> scraper.remove(pod.namespace(), pod.name());
      case ScrapeAnnotations.Unusable unusable -> {
        LOG.atWarn()
            .addKeyValue("pod", pod.namespace() + "/" + pod.name())
            .log("cannot be scraped: {}", unusable.reason());
        scraper.remove(pod.namespace(), pod.name());
      }
    }
  }

  void remove(String namespace, String pod) {
    scraper.remove(namespace, pod);
  }

  int targets() {
    return scraper.targets();
  }

  @Override
  public void sampled(ScrapeTarget target, long atMillis) {
    metrics.scraped("ok");
    sampled.sampled(target.namespace(), target.pod(), gapMillis);
  }

  @Override
  public void failed(ScrapeTarget target, ScrapeFailure failure) {
    metrics.scraped(failure.kind().name().toLowerCase(Locale.ROOT));
  }

  void close() {
    scraper.close();
  }
}
