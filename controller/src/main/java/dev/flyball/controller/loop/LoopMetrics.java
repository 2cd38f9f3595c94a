package dev.flyball.controller.loop;

import dev.flyball.core.decide.Outcome;

/**
 * Is told what the loop does, for the controller's own metrics. Called on the loop; must not block.
 */
public interface LoopMetrics {
  /**
   * A decision was made.
   *
   * @param outcome how it came about
   * @param change replicas to add (positive) or remove (negative)
   * @param nanos how long it took, readings included
   * @param latenessMillis how long after it was due
   */
  void decided(Outcome outcome, int change, long nanos, long latenessMillis);

  /**
   * A scale change was written ({@code ok}), met a newer version ({@code conflict}), was not sent
   * since leadership had ended ({@code fenced}) or failed ({@code error}).
   */
  void scaleWritten(String result);

  /** A list of pod metrics was read ({@code ok}) or not ({@code error}). */
  void podMetricsRead(String result);

  /**
   * A scrape of a pod gave a sample ({@code ok}) or failed, with the kind of failure in lower case.
   */
  void scraped(String result);

  /** Takes no notice. */
  LoopMetrics NONE =
      new LoopMetrics() {
        @Override
        public void decided(Outcome outcome, int change, long nanos, long latenessMillis) {}

        @Override
        public void scaleWritten(String result) {}

        @Override
        public void podMetricsRead(String result) {}

        @Override
        public void scraped(String result) {}
      };
}
