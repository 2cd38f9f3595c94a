package dev.flyball.metrics.source.scrape;

/** Is told, on the scraper's context, what became of each scrape. */
public interface ScrapeListener {
  /**
   * Fresh samples of a pod are in the store.
   *
   * @param atMillis when the page was asked for, in epoch milliseconds
   */
  void sampled(ScrapeTarget target, long atMillis);

  /** A scrape of a pod gave no sample; those that the store has grow older. */
  default void failed(ScrapeTarget target, ScrapeFailure failure) {}
}
