package dev.flyball.core.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many readings of each metric of a policy have failed in a row.
 *
 * <p>A reading may be looked at more often than it is taken, when samples of another metric come in
 * between: a failure counts again only once a period has passed since the last one that counted.
 *
 * <p>Mutable; owned by one thread. Allocates only when the metrics change.
 */
public final class FailureStreaks {
  private int[] failures = new int[0];
  private long[] countedAt = new long[0];
  private @Nullable List<?> metrics;

  /**
   * One metric's failures.
   *
   * @param failures readings that failed in a row
   * @param countedAtMillis when the last of them was counted, in epoch milliseconds
   */
  public record Streak(int failures, long countedAtMillis) {}

  /**
   * Says whose failures are counted. A list of other metrics than before begins anew; the first one
   * after {@link #restore} is taken for the one that was kept, where it has the same size.
   */
  // The same instance is the rule; comparing the values each time would cost more.
  @SuppressWarnings("ReferenceEquality")
  public void follow(List<?> followed) {
    if (followed == metrics) {
      return;
    }
    boolean same = metrics == null || metrics.equals(followed);
    if (!same || failures.length != followed.size()) {
      failures = new int[followed.size()];
      countedAt = new long[followed.size()];
    }
    metrics = followed;
  }

  /** Forgets everything. */
  public void clear() {
    if (failures.length > 0) {
      failures = new int[0];
      countedAt = new long[0];
    }
    metrics = null;
  }

  /** Counts a reading that failed, and gives how many have in a row. */
  public int failed(int metric, long nowMillis, long periodMillis) {
    if (failures[metric] == 0 || nowMillis - countedAt[metric] >= periodMillis) {
      failures[metric]++;
      countedAt[metric] = nowMillis;
    }
    return failures[metric];
  }

  /** A reading did not fail. */
  public void succeeded(int metric) {
    failures[metric] = 0;
  }

  /** The metrics' streaks, in the order of the metrics; empty where none of them is failing. */
  public List<Streak> snapshot() {
    if (Arrays.stream(failures).allMatch(f -> f == 0)) {
      return List.of();
    }
    List<Streak> streaks = new ArrayList<>(failures.length);
    for (int i = 0; i < failures.length; i++) {
      streaks.add(new Streak(failures[i], failures[i] == 0 ? 0 : countedAt[i]));
    }
    return streaks;
  }

  /** Goes on where {@link #snapshot} was taken. */
  public void restore(List<Streak> streaks) {
    failures = streaks.stream().mapToInt(Streak::failures).toArray();
    countedAt = streaks.stream().mapToLong(Streak::countedAtMillis).toArray();
    metrics = null;
  }
}
