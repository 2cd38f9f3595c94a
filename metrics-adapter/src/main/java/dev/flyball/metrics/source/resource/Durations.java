package dev.flyball.metrics.source.resource;

/** Reads Go durations such as {@code 15s}, {@code 1m0s} and {@code 17.5s} without allocation. */
final class Durations {
  /** Stands for a text that is no duration. */
  static final long INVALID = Long.MIN_VALUE;

  private static final double MAX_MILLIS = Integer.MAX_VALUE;

  private Durations() {}

  /** Milliseconds, rounded down; {@link #INVALID} for anything but a duration from 0 to 24 days. */
  static long millis(char[] text, int from, int to) {
    if (to - from == 1 && text[from] == '0') {
      return 0;
    }
    double millis = 0;
    int at = from;
    while (at < to) {
      int unitFrom = numberEnd(text, at, to);
      int end = unitFrom;
      while (end < to && text[end] != '.' && !isDigit(text[end])) {
        end++;
      }
      double unit = unitMillis(text, unitFrom, end);
      double number = number(text, at, unitFrom);
      if (unit == 0 || number < 0) {
        return INVALID;
      }
      millis += number * unit;
      at = end;
    }
    return to == from || !(millis <= MAX_MILLIS) ? INVALID : (long) millis;
  }

  private static int numberEnd(char[] text, int from, int to) {
    int at = from;
    while (at < to && (isDigit(text[at]) || text[at] == '.')) {
      at++;
    }
    return at;
  }

  /** A decimal number, or -1 for what is none. */
  private static double number(char[] text, int from, int to) {
    double digits = 0;
    double scale = 0;
    boolean any = false;
    for (int i = from; i < to; i++) {
      if (text[i] != '.') {
        any = true;
        digits = digits * 10 + (text[i] - '0');
        scale *= 10;
      } else if (scale == 0) {
        scale = 1;
      } else {
        return -1;
      }
    }
    return any ? digits / Math.max(1, scale) : -1;
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
