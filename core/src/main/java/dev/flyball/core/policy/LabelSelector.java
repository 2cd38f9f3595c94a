package dev.flyball.core.policy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A label selector as users write it: every label and every expression must match. Immutable;
 * matching allocates nothing.
 */
public final class LabelSelector {
  private final Map<String, String> matchLabels;
  private final List<Requirement> matchExpressions;

  // The same labels once more, in the form that is matched.
  private final String[] keys;
  private final String[] values;

  /**
   * A selector.
   *
   * @param matchLabels labels that must have these values
   * @param matchExpressions further requirements
   */
  public LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
    this.matchLabels = Collections.unmodifiableMap(new TreeMap<>(matchLabels));
    this.matchExpressions = List.copyOf(matchExpressions);
    this.keys = this.matchLabels.keySet().toArray(String[]::new);
    this.values = this.matchLabels.values().toArray(String[]::new);
  }

  /** Labels that must have these values, in alphabetical order. */
  public Map<String, String> matchLabels() {
    return matchLabels;
  }

  /** Further requirements. */
  public List<Requirement> matchExpressions() {
    return matchExpressions;
  }

  /** What a requirement asks of a label. */
  public enum Operator {
    /** The label's value is one of the values. */
    In,
    /** The label is absent, or its value is none of the values. */
    NotIn,
    /** The label is present. */
    Exists,
    /** The label is absent. */
    DoesNotExist
  }

  /**
   * One expression of a selector.
   *
   * @param key the label
   * @param operator how its value is compared
   * @param values what it is compared with; empty for {@code Exists} and {@code DoesNotExist}
   */
  public record Requirement(String key, Operator operator, List<String> values) {
    public Requirement {
      values = List.copyOf(values);
    }

    private boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case In -> value != null && values.contains(value);
        case NotIn -> value == null || !values.contains(value);
        case Exists -> value != null;
        case DoesNotExist -> value == null;
      };
    }
  }

  /** Whether an object with these labels is selected. An empty selector selects everything. */
  public boolean matches(Map<String, String> labels) {
    for (int i = 0; i < keys.length; i++) {
      if (!values[i].equals(labels.get(keys[i]))) {
        return false;
      }
    }
    for (int i = 0; i < matchExpressions.size(); i++) {
      if (!matchExpressions.get(i).matches(labels)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LabelSelector that
        && matchLabels.equals(that.matchLabels)
        && matchExpressions.equals(that.matchExpressions);
  }

  @Override
  public int hashCode() {
    return 31 * matchLabels.hashCode() + matchExpressions.hashCode();
  }

  @Override
  public String toString() {
    return "LabelSelector[matchLabels="
        + matchLabels
        + ", matchExpressions="
        + matchExpressions
        + "]";
  }

  /** The form in which the HPA's messages print a selector. */
  String asGoSyntax() {
    StringBuilder text = new StringBuilder("&LabelSelector{MatchLabels:map[string]string{");
    matchLabels.forEach((key, value) -> text.append(key).append(": ").append(value).append(','));
    text.append("},MatchExpressions:[]LabelSelectorRequirement{");
    for (Requirement r : matchExpressions) {
      text.append('{').append(r.key).append(' ').append(r.operator).append(" [");
      text.append(String.join(" ", r.values)).append("]},");
    }
    return text.append("},}").toString();
  }
}
