package dev.flyball.core.policy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A label selector as users write it: every label and every expression must match.
 *
 * @param matchLabels labels that must have these values, kept in alphabetical order
 * @param matchExpressions further requirements
 */
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
  public LabelSelector {
    matchLabels = Collections.unmodifiableMap(new TreeMap<>(matchLabels));
    matchExpressions = List.copyOf(matchExpressions);
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
    for (Map.Entry<String, String> wanted : matchLabels.entrySet()) {
      if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    for (Requirement requirement : matchExpressions) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
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
