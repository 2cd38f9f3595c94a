package dev.flyball.metrics.source.resource;

import dev.flyball.core.policy.Quantity;

/**
 * Reads quantities in milli-units as {@link Quantity#parseMilli} does, and the forms that
 * metrics-server writes ({@code 12345678n}, {@code 250m}, {@code 1}, {@code 81264Ki}) without
 * allocation.
 */
final class Quantities {
  /** Stands for a text that is no quantity. */
  static final long INVALID = Long.MIN_VALUE;

  private static final int MAX_DIGITS = 18;

  private Quantities() {}

  /** Milli-units rounded up, or {@link #INVALID}. */
  static long milli(char[] text, int from, int to) {
    int at = from;
    long digits = 0;
    while (at < to && at - from < MAX_DIGITS && text[at] >= '0' && text[at] <= '9') {
      digits = digits * 10 + (text[at++] - '0');
    }
    if (at > from) {
      long divisor = divisor(text, at, to);
      if (divisor > 0) {
        return digits / divisor + (digits % divisor == 0 ? 0 : 1);
      }
      long factor = factor(text, at, to);
      if (factor > 0 && digits <= Long.MAX_VALUE / factor) {
        return digits * factor;
      }
    }
    return exact(new String(text, from, to - from));
  }

  private static long exact(String text) {
    try {
      return Quantity.parseMilli(text);
    } catch (IllegalArgumentException e) {
      return INVALID;
    }
  }

  private static long divisor(char[] text, int at, int to) {
    if (to - at != 1) {
      return 0;
    }
    return switch (text[at]) {
      case 'n' -> 1_000_000;
      case 'u' -> 1_000;
      case 'm' -> 1;
      default -> 0;
    };
  }

  private static long factor(char[] text, int at, int to) {
    if (at == to) {
      return 1000;
    }
    if (to - at != 2 || text[at + 1] != 'i') {
      return 0;
    }
    return switch (text[at]) {
      case 'K' -> 1024L * 1000;
      case 'M' -> 1024L * 1024 * 1000;
      case 'G' -> 1024L * 1024 * 1024 * 1000;
      default -> 0;
    };
  }
}
