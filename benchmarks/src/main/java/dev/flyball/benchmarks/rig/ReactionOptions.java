package dev.flyball.benchmarks.rig;

import java.time.Duration;

/**
 * What the reaction rig is to measure.
 *
 * @param runs load steps
 * @param parallel how many of them go on at the same time, each on a Deployment of its own
 * @param scrape how often pods are scraped
 * @param window over how long rates are taken
 * @param upWindow the policies' stabilization window for scaling up
 * @param real whether against a real API server
 */
public record ReactionOptions(
    int runs, int parallel, Duration scrape, Duration window, Duration upWindow, boolean real) {
  public ReactionOptions {
    require(runs >= 1 && runs <= 1_000, "--runs must be 1 to 1000");
    require(parallel >= 1 && parallel <= 100, "--parallel must be 1 to 100");
    require(scrape.toMillis() >= 100 && scrape.toSeconds() <= 60, "--scrape must be 100ms to 1m");
    require(
        window.compareTo(scrape.multipliedBy(2)) >= 0 && window.toMinutes() <= 10,
        "--window must be two scrapes at least, as a rate needs two samples, and 10m at most");
    require(
        !upWindow.isNegative() && upWindow.toSeconds() <= 3600 && upWindow.toMillisPart() == 0,
        "--up-window must be whole seconds, 0s to 1h");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
