package dev.flyball.metrics.rules;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.LabelSelector.Requirement;
import dev.flyball.metrics.rules.template.GoQuote;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Collects matchers of a PromQL selector, and the values they ask for by label. */
final class LabelMatchers {
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern VALUE =
      Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

  private static final Pattern OBJECT = Pattern.compile("[-A-Za-z0-9_.:]{0,253}");

  private record Asked(String label, String comparison, String value) {}

  private final List<String> matchers = new ArrayList<>();
  private final Map<String, String> values = new TreeMap<>();

  /**
   * Why a selector cannot be asked in PromQL; empty when it can. Values that Kubernetes does not
   * allow in labels are refused, so that no selector can reach beyond its place in a query.
   */
  static Optional<String> problem(LabelSelector selector) {
    Optional<String> label =
        Stream.concat(
                selector.matchLabels().keySet().stream(),
                selector.matchExpressions().stream().map(Requirement::key))
            .filter(key -> !LABEL.matcher(key).matches())
            .map(key -> "PromQL has no label named " + GoQuote.quote(key))
            .findFirst();
    return label.or(
        () ->
            Stream.concat(
                    selector.matchLabels().values().stream(),
                    selector.matchExpressions().stream().flatMap(r -> r.values().stream()))
                .filter(value -> !VALUE.matcher(value).matches())
                .map(value -> GoQuote.quote(value) + " is no value of a label")
                .findFirst());
  }

  /** Why this cannot be the name of an object or namespace; empty if it can. */
  static Optional<String> nameProblem(String name) {
    return OBJECT.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(GoQuote.quote(name) + " is no name of an object");
  }

  /** Adds a selector's requirements in the order of their labels, as the API server has them. */
  LabelMatchers add(LabelSelector selector) {
    List<Asked> all = new ArrayList<>();
    selector.matchLabels().forEach((label, value) -> all.add(new Asked(label, "=", value)));
    selector.matchExpressions().forEach(requirement -> all.add(asked(requirement)));
    all.sort(Comparator.comparing(Asked::label));
    for (Asked asked : all) {
      matcher(asked.label, asked.comparison, asked.value);
      values.put(asked.label, asked.value);
    }
    return this;
  }

  private static Asked asked(Requirement requirement) {
    List<String> sorted = requirement.values().stream().sorted().distinct().toList();
    String comparison =
        switch (requirement.operator()) {
          case In -> "=~";
          case NotIn -> sorted.size() == 1 ? "!=" : "!~";
          case Exists -> "!=";
          case DoesNotExist -> "=";
        };
    return new Asked(requirement.key(), comparison, String.join("|", sorted));
  }

  LabelMatchers equal(String label, String value) {
    matcher(label, "=", value);
    values.put(label, value);
    return this;
  }

  /** Asks for series of any object: every value of the label but none at all. */
  LabelMatchers present(String label) {
    matcher(label, "!=", "");
    return this;
  }

  /** Asks for the series of these objects. */
  LabelMatchers named(String label, List<String> names) {
    matcher(label, names.size() > 1 ? "=~" : "=", String.join("|", names));
    return value(label, String.join("|", names));
  }

  LabelMatchers value(String label, String value) {
    values.put(label, value);
    return this;
  }

  private void matcher(String label, String comparison, String value) {
    matchers.add(label + comparison + GoQuote.quote(value));
  }

  /** The matchers with commas between them. */
  String text() {
    return String.join(",", matchers);
  }

  /** Values by label; several are joined by {@code |}. */
  Map<String, String> values() {
    return values;
  }
}
