package dev.flyball.controller.config;

import dev.flyball.controller.config.Node.Scalar;
import dev.flyball.core.policy.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Typed values of fields. Each method gives null for a field that is absent, and for one of the
 * wrong type or out of its range, which it then reports.
 */
final class Scalars {
  private static final int LONGEST_NUMBER = 40;

  private Scalars() {}

  /** Text that is not empty. */
  static @Nullable String text(@Nullable Value value) {
    String text = anyText(value);
    if (value != null && text != null && text.isEmpty()) {
      value.error("is empty", "write a value, or remove the field");
      return null;
    }
    return text;
  }

  /** Text that may be empty. */
  static @Nullable String anyText(@Nullable Value value) {
    if (value == null) {
      return null;
    }
    if (!(value.node() instanceof Scalar scalar)) {
      value.error("must be text, not " + value.node().describe(), "write one value");
      return null;
    }
    if (!scalar.isText()) {
      value.error("must be text, not " + scalar.describe(), "put it in quotes");
      return null;
    }
    return scalar.text();
  }

  /** True or false. */
  static @Nullable Boolean truth(@Nullable Value value) {
    if (value == null) {
      return null;
    }
    if (value.node() instanceof Scalar scalar
        && scalar.form() == Node.Form.PLAIN
        && PlainScalars.isBoolean(scalar.text())) {
      return Boolean.valueOf(scalar.text());
    }
    value.error("must be true or false, not " + value.node().describe(), "write true or false");
    return null;
  }

  /** A whole number in a range, which the unit describes in messages: {@code seconds}. */
  static @Nullable Integer whole(@Nullable Value value, int least, int most, String unit) {
    if (value == null) {
      return null;
    }
    if (!(value.node() instanceof Scalar scalar) || !isWhole(scalar)) {
      boolean quoted = value.node() instanceof Scalar s && s.text().matches("[-+]?[0-9]{1,9}");
      String remedy = quoted ? "remove the quotes" : "write digits, without unit or quotes";
      value.error("must be a whole number, not " + value.node().describe(), remedy);
      return null;
    }
    BigInteger number = new BigInteger(scalar.text());
    String range = most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most;
    String remedy = "write " + range + (unit.isEmpty() ? "" : " " + unit);
    if (number.compareTo(BigInteger.valueOf(least)) < 0) {
      value.error(number + " is less than " + least, remedy);
      return null;
    }
    if (number.compareTo(BigInteger.valueOf(most)) > 0) {
      value.error(number + " is more than " + most, remedy);
      return null;
    }
    return number.intValueExact();
  }

  private static boolean isWhole(Scalar scalar) {
    return scalar.form() == Node.Form.PLAIN
        && scalar.text().length() <= LONGEST_NUMBER
        && scalar.text().matches("[-+]?[0-9]+");
  }

  /** A number that is not negative. */
  static @Nullable Double fraction(@Nullable Value value) {
    if (value == null) {
      return null;
    }
    boolean number =
        value.node() instanceof Scalar scalar
            && scalar.form() == Node.Form.PLAIN
            && scalar.text().length() <= LONGEST_NUMBER
            && PlainScalars.isNumber(scalar.text());
    double parsed = number ? decimal(((Scalar) value.node()).text()) : Double.NaN;
    if (!Double.isFinite(parsed)) {
      value.error("must be a number, not " + value.node().describe(), "write one such as 0.1");
      return null;
    }
    if (parsed < 0) {
      value.error(((Scalar) value.node()).text() + " is negative", "write 0 or more");
      return null;
    }
    return parsed;
  }

  private static double decimal(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN; // 0x10, 0o7, .inf and .nan, which are numbers of YAML only
    }
  }

  /** A Kubernetes quantity, in quotes or as a bare number. */
  static @Nullable BigDecimal quantity(@Nullable Value value) {
    if (value == null) {
      return null;
    }
    if (value.node() instanceof Scalar scalar && scalar.text().length() <= LONGEST_NUMBER) {
      try {
        return Quantity.parse(scalar.text());
      } catch (IllegalArgumentException e) {
        // Reported below in the words of all other fields.
      }
    }
    value.error(
        "must be a quantity, not " + value.node().describe(),
        "write one such as 100m, 2, 1.5 or 512Mi");
    return null;
  }

  /** A quantity above zero, in milli-units. */
  static @Nullable Long positiveMilli(@Nullable Value value) {
    BigDecimal quantity = quantity(value);
    if (value == null || quantity == null) {
      return null;
    }
    String text = ((Scalar) value.node()).text();
    if (quantity.signum() <= 0) {
      value.error(text + " is not positive", "write a quantity above 0");
      return null;
    }
    return Quantity.parseMilli(text);
  }

  /** A duration with a unit, in a range. */
  static @Nullable Duration duration(@Nullable Value value, Duration least, Duration most) {
    if (value == null) {
      return null;
    }
    Optional<Duration> parsed =
        value.node() instanceof Scalar scalar ? GoDuration.parse(scalar.text()) : Optional.empty();
    if (parsed.isEmpty()) {
      boolean bare = value.node() instanceof Scalar s && s.text().matches("[0-9]{1,9}");
      String remedy =
          bare
              ? "add a unit: " + ((Scalar) value.node()).text() + "s"
              : "write one such as 500ms, 15s or 1m30s";
      value.error("must be a duration with a unit, not " + value.node().describe(), remedy);
      return null;
    }
    Duration duration = parsed.get();
    String remedy = "write " + GoDuration.format(least) + " to " + GoDuration.format(most);
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      String than = duration.compareTo(least) < 0 ? " is less than " : " is more than ";
      Duration bound = duration.compareTo(least) < 0 ? least : most;
      value.error(GoDuration.format(duration) + than + GoDuration.format(bound), remedy);
      return null;
    }
    return duration;
  }

  /** One of the names of an enum. */
  static <E extends Enum<E>> @Nullable E oneOf(@Nullable Value value, Class<E> type) {
    List<String> names = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    String name = oneOf(value, names);
    return name == null ? null : Enum.valueOf(type, name);
  }

  /** One of some names. */
  static @Nullable String oneOf(@Nullable Value value, List<String> names) {
    String text = text(value);
    if (value == null || text == null) {
      return null;
    }
    if (names.contains(text)) {
      return text;
    }
    String nearest = FieldNames.nearest(text, names);
    String remedy = nearest.isEmpty() ? "write one of them" : "did you mean " + nearest + "?";
    if (names.size() == 1) {
      remedy = "write " + names.getFirst();
    }
    value.error(
        Quoting.quoted(text)
            + (names.size() == 1 ? " is not " : " is none of ")
            + String.join(", ", names),
        remedy);
    return null;
  }

  /** A list of texts; null where any of them is none. */
  static @Nullable List<String> texts(@Nullable Value value) {
    if (value == null) {
      return null;
    }
    int before = value.problems().count();
    List<String> texts = new ArrayList<>();
    for (Value item : value.items()) {
      String text = text(item);
      if (text != null) {
        texts.add(text);
      }
    }
    return value.problems().count() == before ? List.copyOf(texts) : null;
  }
}
