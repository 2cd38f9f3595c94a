package dev.flyball.controller.report;

/** How long something has been, in the few characters that {@code kubectl} takes for it. */
public final class Ages {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long YEAR = 365 * DAY;

  private Ages() {}

  /**
   * The age of something.
   *
   * @param sinceMillis when it was made, in epoch milliseconds; 0 where that is not known
   */
  public static String of(long sinceMillis, long nowMillis) {
    if (sinceMillis <= 0) {
      return TargetsText.UNKNOWN;
    }
    long seconds = Math.max(0, (nowMillis - sinceMillis) / 1000);
    if (seconds < 2 * MINUTE) {
      return seconds + "s";
    }
    if (seconds < 10 * MINUTE) {
      return two(seconds, MINUTE, "m", 1, "s");
    }
    if (seconds < 3 * HOUR) {
      return seconds / MINUTE + "m";
    }
    if (seconds < 8 * HOUR) {
      return two(seconds, HOUR, "h", MINUTE, "m");
    }
    if (seconds < 2 * DAY) {
      return seconds / HOUR + "h";
    }
    if (seconds < 8 * DAY) {
      return two(seconds, DAY, "d", HOUR, "h");
    }
    if (seconds < 2 * YEAR) {
      return seconds / DAY + "d";
    }
    return seconds < 8 * YEAR ? two(seconds, YEAR, "y", DAY, "d") : seconds / YEAR + "y";
  }

  private static String two(long seconds, long large, String unit, long small, String smallUnit) {
    long rest = seconds % large / small;
    return seconds / large + unit + (rest == 0 ? "" : rest + smallUnit);
  }
}
