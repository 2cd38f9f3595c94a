package dev.flyball.metrics.exposition;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Selects samples by one label, with the four operators of PromQL. An absent label is an empty one.
 * Comparing for equality allocates nothing; patterns allocate the label's value.
 */
public final class LabelMatcher {
  /** How a label's value is compared. */
  public enum Operator {
    /** {@code =}. */
    EQUAL,
    /** {@code !=}. */
    NOT_EQUAL,
    /** {@code =~}: the whole value matches a regular expression. */
    MATCH,
    /** {@code !~}: the whole value does not match a regular expression. */
    NOT_MATCH
  }

  private final String label;
  private final Operator operator;
  private final String value;
  private final byte[] labelBytes;
  private final byte[] escapedValue;
  private final @Nullable Pattern pattern;

  /**
   * A matcher.
   *
   * @throws IllegalArgumentException when the value should be a regular expression and is none
   */
  public LabelMatcher(String label, Operator operator, String value) {
    this.label = label;
    this.operator = operator;
    this.value = value;
    labelBytes = label.getBytes(StandardCharsets.UTF_8);
    escapedValue = Sample.escape(value).getBytes(StandardCharsets.UTF_8);
    boolean regular = operator == Operator.MATCH || operator == Operator.NOT_MATCH;
    pattern = regular ? Pattern.compile(value, Pattern.DOTALL) : null;
  }

  /** Selects samples whose label has this value. */
  public static LabelMatcher equal(String label, String value) {
    return new LabelMatcher(label, Operator.EQUAL, value);
  }

  /** Whether the sample is selected. */
  public boolean matches(Sample sample) {
    return switch (operator) {
      case EQUAL -> sample.labelIs(labelBytes, escapedValue);
      case NOT_EQUAL -> !sample.labelIs(labelBytes, escapedValue);
      case MATCH -> matchesPattern(sample);
      case NOT_MATCH -> !matchesPattern(sample);
    };
  }

  private boolean matchesPattern(Sample sample) {
    String actual = sample.label(label);
    return pattern != null && pattern.matcher(actual == null ? "" : actual).matches();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LabelMatcher that
        && label.equals(that.label)
        && operator == that.operator
        && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return (label.hashCode() * 31 + operator.hashCode()) * 31 + value.hashCode();
  }

  /** The matcher as PromQL writes it. */
  @Override
  public String toString() {
    String sign =
        switch (operator) {
          case EQUAL -> "=";
          case NOT_EQUAL -> "!=";
          case MATCH -> "=~";
          case NOT_MATCH -> "!~";
        };
    return label + sign + '"' + Sample.escape(value) + '"';
  }
}
