package dev.flyball.metrics.exposition;

import java.nio.charset.StandardCharsets;

/**
 * Reads the numbers of a page: decimals, exponents, and the names of infinities and NaN in any
 * case.
 *
 * <p>Numbers of up to 15 significant digits with a small exponent, and integers of up to 18 digits,
 * are read without allocation: both factors are exact as doubles, so that one multiplication or
 * division rounds once, as it should. Others go through {@link Double#parseDouble}.
 */
final class NumberReader {
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final long EXACT = 1L << 53;
  private static final int MAX_DIGITS = 18;
  private static final int MAX_EXPONENT_DIGITS = 5;

  private double value;
  private int at;
  private long digits;
  private int significant;
  private int scale;
  private boolean anyDigit;

  /** The number that was read last. */
  double value() {
    return value;
  }

  /** Reads a range that must be one number; whether it was. */
  boolean read(byte[] bytes, int from, int to) {
    return readPlain(bytes, from, to) || readAny(bytes, from, to);
  }

  /** Reads what nearly all numbers of a page are: some digits, perhaps with a point. */
  private boolean readPlain(byte[] bytes, int from, int to) {
    if (to - from > MAX_DIGITS) {
      return false;
    }
    long number = 0;
    int point = -1;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9) {
        number = number * 10 + digit;
      } else if (bytes[i] == '.' && point < 0) {
        point = i;
      } else {
        return false;
      }
    }
    int fraction = point < 0 ? 0 : to - point - 1;
    if (to - from <= (point < 0 ? 0 : 1) || (fraction > 0 && number > EXACT)) {
      return false;
    }
    value = number / POWERS_OF_TEN[fraction];
    return true;
  }

  private boolean readAny(byte[] bytes, int from, int to) {
    at = from;
    boolean negative = at < to && bytes[at] == '-';
    if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
      at++;
    }
    if (at < to && (bytes[at] | 0x20) >= 'i') {
      return readName(bytes, at, to, negative);
    }
    digits = 0;
    significant = 0;
    scale = 0;
    anyDigit = false;
    readDigits(bytes, to, 0);
    if (at < to && bytes[at] == '.') {
      at++;
      readDigits(bytes, to, -1);
    }
    if (!anyDigit || !readExponent(bytes, to) || at != to) {
      return false;
    }
    double magnitude = magnitude(bytes, from, to);
    value = negative ? -Math.abs(magnitude) : magnitude;
    return true;
  }

  private void readDigits(byte[] bytes, int to, int scaleStep) {
    while (at < to && isDigit(bytes[at])) {
      anyDigit = true;
      if (significant < MAX_DIGITS) {
        digits = digits * 10 + (bytes[at] - '0');
        scale += scaleStep;
      }
      if (digits != 0) {
        significant++;
      }
      at++;
    }
  }

  private boolean readExponent(byte[] bytes, int to) {
    if (at >= to || (bytes[at] | 0x20) != 'e') {
      return true;
    }
    at++;
    boolean negative = at < to && bytes[at] == '-';
    if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
      at++;
    }
    int start = at;
    int exponent = 0;
    while (at < to && isDigit(bytes[at]) && at - start < MAX_EXPONENT_DIGITS) {
      exponent = exponent * 10 + (bytes[at] - '0');
      at++;
    }
    scale += negative ? -exponent : exponent;
    return at > start;
  }

  private double magnitude(byte[] bytes, int from, int to) {
    if (significant <= MAX_DIGITS) {
      if (scale == 0) {
        return digits;
      }
      if (digits <= EXACT && Math.abs(scale) < POWERS_OF_TEN.length) {
        return scale > 0 ? digits * POWERS_OF_TEN[scale] : digits / POWERS_OF_TEN[-scale];
      }
    }
    return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
  }

  private boolean readName(byte[] bytes, int from, int to, boolean negative) {
    if (is("nan", bytes, from, to)) {
      value = Double.NaN;
      return true;
    }
    if (is("inf", bytes, from, to) || is("infinity", bytes, from, to)) {
      value = negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      return true;
    }
    return false;
  }

  private static boolean is(String name, byte[] bytes, int from, int to) {
    if (to - from != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if ((bytes[from + i] | 0x20) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
