package dev.flyball.core.policy;

import dev.flyball.core.policy.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The text form of label selectors, as in the query of a list request and in the status of a scale:
 * {@code app=web,tier in (a,b),!canary}.
 *
 * <p>All that the API server accepts for a label selector is read: {@code =}, {@code ==}, {@code
 * !=}, {@code in}, {@code notin}, {@code key} and {@code !key}, with white space anywhere and empty
 * values; keys and values are held to its rules. Only the order relations {@code <} and {@code >}
 * are refused, which no selector of an object can hold.
 */
public final class LabelSelectorText {
  private LabelSelectorText() {}

  /** What became of a text. */
  public sealed interface Result {
    /**
     * It is a selector.
     *
     * @param selector what it says: equalities as labels, all else as expressions
     */
    record Parsed(LabelSelector selector) implements Result {}

    /**
     * It is none.
     *
     * @param position where it goes wrong, in characters from 0
     * @param reason what is wrong there, in the words of the API server
     */
    record Malformed(int position, String reason) implements Result {}
  }

  /** Reads a selector; the empty text selects everything. */
  public static Result parse(String text) {
    try {
      return new Result.Parsed(new SelectorParser(text).selector());
    } catch (SelectorParser.SyntaxException e) {
      return new Result.Malformed(e.position(), e.reason());
    }
  }

  /**
   * Writes a selector as clients send it: sorted by key, values sorted and each once, no white
   * space but around {@code in} and {@code notin}.
   */
  public static String format(LabelSelector selector) {
    List<Map.Entry<String, String>> parts = new ArrayList<>();
    selector.matchLabels().forEach((key, value) -> parts.add(Map.entry(key, key + "=" + value)));
    for (Requirement requirement : selector.matchExpressions()) {
      parts.add(Map.entry(requirement.key(), format(requirement)));
    }
    parts.sort(Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry::getValue));
    return String.join(",", parts.stream().map(Map.Entry::getValue).toList());
  }

  private static String format(Requirement requirement) {
    return switch (requirement.operator()) {
      case In -> requirement.key() + " in " + set(requirement.values());
      case NotIn -> requirement.key() + " notin " + set(requirement.values());
      case Exists -> requirement.key();
      case DoesNotExist -> "!" + requirement.key();
    };
  }

  private static String set(Collection<String> values) {
    return "(" + String.join(",", new TreeSet<>(values)) + ")";
  }
}
