package dev.flyball.core.window;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The recommendations of the past, for stabilization: the lowest within the scale-up window holds a
 * rise back, the highest within the scale-down window holds a fall back.
 *
 * <p>A sample counts while it is younger than the window, so a window of zero has none. Mutable;
 * owned by one thread.
 */
public final class RecommendationWindow {
  private final SlidingExtreme lowest = new SlidingExtreme(false);
  private final SlidingExtreme highest = new SlidingExtreme(true);

  /**
   * A recommendation of the past.
   *
   * @param atMillis when it was made, in epoch milliseconds
   * @param replicas what it was, before stabilization
   */
  public record Sample(long atMillis, int replicas) {}

  /** Whether there is no recommendation at all. */
  public boolean isEmpty() {
    return lowest.size() == 0;
  }

  /**
   * Records a recommendation as it was before stabilization.
   *
   * @param retentionMillis samples older than this are of no use to any window
   */
  public void record(int replicas, long nowMillis, long retentionMillis) {
    lowest.expire(nowMillis - retentionMillis);
    highest.expire(nowMillis - retentionMillis);
    lowest.add(nowMillis, replicas);
    highest.add(nowMillis, replicas);
  }

  /** Finds the lowest sample after the cutoff; -1 when there is none. */
  public int lowestAfter(long cutoffMillis) {
    return lowest.firstAfter(cutoffMillis);
  }

  /** Finds the highest sample after the cutoff; -1 when there is none. */
  public int highestAfter(long cutoffMillis) {
    return highest.firstAfter(cutoffMillis);
  }

  /** The replicas of a sample that {@link #lowestAfter} found. */
  public int lowestReplicas(int sample) {
    return lowest.value(sample);
  }

  /** When the sample that {@link #lowestAfter} found was recorded, in epoch milliseconds. */
  public long lowestTime(int sample) {
    return lowest.time(sample);
  }

  /** The replicas of a sample that {@link #highestAfter} found. */
  public int highestReplicas(int sample) {
    return highest.value(sample);
  }

  /** When the sample that {@link #highestAfter} found was recorded, in epoch milliseconds. */
  public long highestTime(int sample) {
    return highest.time(sample);
  }

  /** The samples that can still matter, oldest first; recording them anew gives an equal window. */
  public List<Sample> snapshot() {
    Set<Sample> samples =
        new TreeSet<>(
            Comparator.comparingLong(Sample::atMillis).thenComparingInt(Sample::replicas));
    lowest.forEach(samples::add);
    highest.forEach(samples::add);
    return new ArrayList<>(samples);
  }

  /** Adds what {@link #snapshot} gave, to one that is still empty. */
  public void restore(List<Sample> samples) {
    for (Sample sample : samples) {
      lowest.add(sample.atMillis(), sample.replicas());
      highest.add(sample.atMillis(), sample.replicas());
    }
  }
}
