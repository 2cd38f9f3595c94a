package dev.flyball.core.policy;

import dev.flyball.core.policy.LabelSelector.Operator;
import dev.flyball.core.policy.LabelSelector.Requirement;
import dev.flyball.core.policy.SelectorToken.TokenType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One pass over the text of a selector. */
final class SelectorParser {
  /** Ends a pass; it never leaves {@link LabelSelectorText}. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;
    private final int position;
    private final String reason;

    SyntaxException(int position, String reason) {
      super(reason, null, false, false);
      this.position = position;
      this.reason = reason;
    }

    int position() {
      return position;
    }

    String reason() {
      return reason;
    }
  }

  private final String text;
  private final Map<String, String> labels = new TreeMap<>();
  private final List<Requirement> expressions = new ArrayList<>();
  private SelectorToken next;

  SelectorParser(String text) {
    this.text = text;
    this.next = SelectorToken.next(text, 0);
  }

  LabelSelector selector() throws SyntaxException {
    if (next.type() != TokenType.END) {
      requirements();
    }
    return new LabelSelector(labels, expressions);
  }

  private void requirements() throws SyntaxException {
    expectRequirement("!, identifier, or 'end of string'");
    while (true) {
      requirement();
      SelectorToken separator = take();
      if (separator.type() == TokenType.END) {
        return;
      }
      if (separator.type() != TokenType.COMMA) {
        throw unexpected(separator, "',' or 'end of string'");
      }
      expectRequirement("identifier after ','");
    }
  }

  private void expectRequirement(String expected) throws SyntaxException {
    if (next.type() != TokenType.WORD && next.type() != TokenType.NOT) {
      throw unexpected(next, expected);
    }
  }

  private void requirement() throws SyntaxException {
    boolean absent = next.type() == TokenType.NOT;
    if (absent) {
      take();
    }
    String key = key();
    if (absent) {
      express(key, Operator.DoesNotExist, List.of());
    } else if (next.type() == TokenType.END || next.type() == TokenType.COMMA) {
      express(key, Operator.Exists, List.of());
    } else {
      relation(key, take());
    }
  }

  private void relation(String key, SelectorToken relation) throws SyntaxException {
    switch (relation.text()) {
      case "=", "==" -> equality(key, exactValue());
      case "!=" -> express(key, Operator.NotIn, List.of(exactValue()));
      case "in" -> express(key, Operator.In, values());
      case "notin" -> express(key, Operator.NotIn, values());
      default -> throw unexpected(relation, "in, notin, =, ==, !=");
    }
  }

  /** Two different values asked of one label stay two requirements, which nothing meets. */
  private void equality(String key, String value) {
    String before = labels.putIfAbsent(key, value);
    if (before != null && !before.equals(value)) {
      express(key, Operator.In, List.of(value));
    }
  }

  private void express(String key, Operator operator, List<String> values) {
    expressions.add(new Requirement(key, operator, values));
  }

  private String key() throws SyntaxException {
    SelectorToken key = take();
    if (key.type() != TokenType.WORD) {
      throw unexpected(key, "identifier");
    }
    check(key, "label key", LabelSyntax.keyProblem(key.text()));
    return key.text();
  }

  private String exactValue() throws SyntaxException {
    if (next.type() == TokenType.END || next.type() == TokenType.COMMA) {
      return "";
    }
    SelectorToken value = take();
    if (value.type() != TokenType.WORD) {
      throw unexpected(value, "identifier");
    }
    return value(value);
  }

  /** An empty place between commas or parentheses is the empty value. */
  private List<String> values() throws SyntaxException {
    if (next.type() != TokenType.OPEN) {
      throw unexpected(next, "'('");
    }
    TreeSet<String> values = new TreeSet<>();
    SelectorToken separator;
    do {
      take();
      values.add(next.type() == TokenType.WORD ? value(take()) : "");
      separator = next;
    } while (separator.type() == TokenType.COMMA);
    if (separator.type() != TokenType.CLOSE) {
      throw unexpected(separator, "',' or ')'");
    }
    take();
    return List.copyOf(values);
  }

  private static String value(SelectorToken token) throws SyntaxException {
    check(token, "label value", LabelSyntax.valueProblem(token.text()));
    return token.text();
  }

  private static void check(SelectorToken token, String what, @Nullable String problem)
      throws SyntaxException {
    if (problem != null) {
      throw new SyntaxException(
          token.at(), "invalid " + what + " \"" + token.text() + "\": " + problem);
    }
  }

  private static SyntaxException unexpected(SelectorToken found, String expected) {
    return new SyntaxException(found.at(), "found '" + found.text() + "', expected: " + expected);
  }

  private SelectorToken take() {
    SelectorToken taken = next;
    next = SelectorToken.next(text, taken.end());
    return taken;
  }
}
