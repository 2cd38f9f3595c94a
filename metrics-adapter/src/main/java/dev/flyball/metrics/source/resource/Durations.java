package dev.flyball.metrics.source.resource;

/** Reads Go durations such as {@code 15s}, {@code 1m0s} and {@code 17.5s} without allocation. */
final class Durations {
  /** Stands for a text that is no duration. */
  static final long INVALID = Long.MIN_VALUE;

  private static final double MAX_MILLIS = Integer.MAX_VALUE;

  private Durations() {}

  /** Milliseconds, rounded down; {@link #INVALID} for anything but a duration from 0 to 24 days. */
  static long millis(char[] text, int from, int to) {
    double millis = 0;
    int at = from;
    if (to - from == 1 && text[from] == '0') {
      return 0;
    }
    while (at < to) {
      double number = 0;
      double scale = 0;
      int start = at;
      for (; at < to && (isDigit(text[at]) || (text[at] == '.' && scale == 0)); at++) {
        if (text[at] == '.') {
          scale = 1;
        } else {
          number = number * 10 + (text[at] - '0');
          scale *= 10;
        }
      }
      int unitFrom = at;
      while (at < to && text[at] != '.' && !isDigit(text[at])) {
        at++;
      }
      double unit = unitMillis(text, unitFrom, at);
      if (unitFrom == start || unit == 0) {
        return INVALID;
      }
      millis += number / Math.max(1, scale) * unit;
    }
    return to == from || !(millis <= MAX_MILLIS) ? INVALID : (long) millis;
  }

  private static double unitMillis(char[] text, int from, int to) {
    char first = from < to ? text[from] : 0;
    if (to - from == 1) {
      return switch (first) {
        case 's' -> 1000;
        case 'm' -> 60_000;
        case 'h' -> 3_600_000;
        default -> 0;
      };
    }
    if (to - from == 2 && text[from + 1] == 's') {
      return switch (first) {
        case 'm' -> 1;
        case 'u', '\u00b5', '\u03bc' -> 1e-3;
        case 'n' -> 1e-6;
        default -> 0;
      };
    }
    return 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
