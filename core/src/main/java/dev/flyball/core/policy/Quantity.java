package dev.flyball.core.policy;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Kubernetes quantities in milli-units: {@code "100m"} is 100, {@code "1"} is 1,000, {@code "1Ki"}
 * is 1,024,000.
 *
 * <p>Arithmetic in Flyball is on {@code long} milli-units, as in the HPA controller. Parsing rounds
 * up to the next milli-unit, as {@code Quantity.MilliValue()} does, and saturates at the range of
 * {@code long}. Formatting gives the canonical decimal form that {@code kubectl} prints: the
 * largest decimal suffix that leaves an integer.
 */
public final class Quantity {
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal MIN = BigDecimal.valueOf(-Long.MAX_VALUE);
  private static final String[] DECIMAL_SUFFIXES = {"m", "", "k", "M", "G", "T", "P", "E"};

  private Quantity() {}

  /**
   * Parses a quantity such as {@code 100m}, {@code 1.5Gi} or {@code 2e3}.
   *
   * @return its value in milli-units, rounded away from zero
   * @throws IllegalArgumentException when the text is no quantity; the message says what would be
   */
  public static long parseMilli(String text) {
    return toMilli(parse(text));
  }

  /**
   * Parses a quantity to an exact number, for settings that are fractions, such as a tolerance.
   *
   * @throws IllegalArgumentException when the text is no quantity; the message says what would be
   */
  public static BigDecimal parse(String text) {
    int end = 0;
    while (end < text.length() && "+-.0123456789".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    try {
      return new BigDecimal(text.substring(0, end)).multiply(scale(text.substring(end)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a quantity such as 100m, 2, 1.5 or 512Mi", e);
    }
  }

  /**
   * Parses a quantity to the double that the HPA compares with: digits times a power of ten, which
   * for some texts is not the double nearest to the number.
   *
   * @throws IllegalArgumentException when the text is no quantity; the message says what would be
   */
  public static double parseDouble(String text) {
    BigDecimal exact = parse(text);
    double digits = exact.unscaledValue().doubleValue();
    return exact.scale() == 0 ? digits : digits * Double.parseDouble("1e" + -exact.scale());
  }

  private static BigDecimal scale(String suffix) {
    return switch (suffix) {
      case "n" -> BigDecimal.valueOf(1, 9);
      case "u" -> BigDecimal.valueOf(1, 6);
      case "m" -> BigDecimal.valueOf(1, 3);
      case "" -> BigDecimal.ONE;
      case "k" -> BigDecimal.valueOf(1, -3);
      case "M" -> BigDecimal.valueOf(1, -6);
      case "G" -> BigDecimal.valueOf(1, -9);
      case "T" -> BigDecimal.valueOf(1, -12);
      case "P" -> BigDecimal.valueOf(1, -15);
      case "E" -> BigDecimal.valueOf(1, -18);
      case "Ki" -> BigDecimal.valueOf(1L << 10);
      case "Mi" -> BigDecimal.valueOf(1L << 20);
      case "Gi" -> BigDecimal.valueOf(1L << 30);
      case "Ti" -> BigDecimal.valueOf(1L << 40);
      case "Pi" -> BigDecimal.valueOf(1L << 50);
      case "Ei" -> BigDecimal.valueOf(1L << 60);
      default -> exponent(suffix);
    };
  }

  private static BigDecimal exponent(String suffix) {
    char first = suffix.charAt(0);
    if ((first != 'e' && first != 'E') || suffix.length() > 4) {
      throw new NumberFormatException(suffix);
    }
    return BigDecimal.ONE.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1)));
  }

  private static long toMilli(BigDecimal value) {
    BigDecimal milli = value.movePointRight(3).setScale(0, RoundingMode.UP);
    return milli.min(MAX).max(MIN).longValueExact();
  }

  /**
   * The canonical text of a number of milli-units: 34262 is {@code 34262m}, 1,000,000 is {@code
   * 1k}.
   */
  public static String formatMilli(long milli) {
    if (milli == 0) {
      return "0";
    }
    long value = milli;
    int suffix = 0;
    while (suffix < DECIMAL_SUFFIXES.length - 1 && value % 1000 == 0) {
      value /= 1000;
      suffix++;
    }
    return value + DECIMAL_SUFFIXES[suffix];
  }
}
