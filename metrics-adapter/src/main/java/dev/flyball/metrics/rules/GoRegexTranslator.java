package dev.flyball.metrics.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Writes an expression of Go's regexp (RE2) so that Java's matches the same, and refuses what Go
 * refuses and Java would take: look-around, back references, possessive quantifiers.
 */
final class GoRegexTranslator {
  private static final String ESCAPES = "AbBdDsSwWzQEpPafnrtvx0";

  private final String field;
  private final String source;
  private final StringBuilder java = new StringBuilder();
  private final List<String> groups = new ArrayList<>();
  private int at;

  GoRegexTranslator(String field, String source) {
    this.field = field;
    this.source = source;
  }

  GoRegex translate() throws RuleException {
    while (at < source.length()) {
      char c = source.charAt(at);
      switch (c) {
        case '\\' -> escape();
        case '[' -> characterClass();
        case '(' -> group();
        case '*', '+', '?' -> {
          java.append(c);
          at++;
          lazyOrError();
        }
        case '{' -> repetition();
        default -> {
          java.append(c);
          at++;
        }
      }
    }
    try {
      return new GoRegex(source, Pattern.compile(java.toString()), groups);
    } catch (PatternSyntaxException e) {
      throw wrong(e.getDescription());
    }
  }

  /** A question mark makes a quantifier lazy; another quantifier has no meaning in Go. */
  private void lazyOrError() throws RuleException {
    if (source.startsWith("?", at)) {
      java.append('?');
      at++;
    }
    if (at < source.length() && "*+?".indexOf(source.charAt(at)) >= 0) {
      throw wrong("a quantifier follows a quantifier");
    }
  }

  private void repetition() throws RuleException {
    int end = source.indexOf('}', at);
    String inside = end < 0 ? "" : source.substring(at + 1, end);
    if (!inside.matches("[0-9]{1,4}(,[0-9]{0,4})?")) {
      java.append("\\{");
      at++;
      return;
    }
    java.append('{').append(inside).append('}');
    at = end + 1;
    lazyOrError();
  }

  private void escape() throws RuleException {
    char next = at + 1 < source.length() ? source.charAt(at + 1) : ' ';
    boolean punctuation = next > ' ' && next < 0x7f && !Character.isLetterOrDigit(next);
    if (!punctuation && ESCAPES.indexOf(next) < 0) {
      throw wrong("\\" + next + " has no meaning in Go's regular expressions");
    }
    at += 2;
    switch (next) {
      case 'v' -> java.append("\\x0B");
      case 'Q' -> literal();
      case 'p', 'P' -> unicodeClass(next);
      default -> java.append('\\').append(next);
    }
  }

  private void literal() {
    int end = source.indexOf("\\E", at);
    String text = end < 0 ? source.substring(at) : source.substring(at, end);
    java.append(Pattern.quote(text));
    at = end < 0 ? source.length() : end + 2;
  }

  private void unicodeClass(char letter) throws RuleException {
    if (!source.startsWith("{", at)) {
      java.append('\\').append(letter);
      return;
    }
    int end = source.indexOf('}', at);
    if (end < 0) {
      throw wrong("\\" + letter + "{ is not closed");
    }
    String name = source.substring(at + 1, end);
    // Longer names are those of scripts.
    java.append('\\')
        .append(letter)
        .append(name.length() > 2 ? "{Is" : "{")
        .append(name)
        .append('}');
    at = end + 1;
  }

  /** In Java a bracket opens a class within a class, and two ampersands intersect; not in Go. */
  private void characterClass() throws RuleException {
    java.append('[');
    at++;
    if (source.startsWith("^", at)) {
      java.append('^');
      at++;
    }
    boolean first = true;
    while (at < source.length() && (first || source.charAt(at) != ']')) {
      char c = source.charAt(at);
      if (c == '\\') {
        escape();
      } else if (source.startsWith("[:", at) && source.indexOf(":]", at) > 0) {
        posixClass();
      } else {
        java.append("[]&^".indexOf(c) >= 0 ? "\\" : "").append(c);
        at++;
      }
      first = false;
    }
    if (at >= source.length()) {
      throw wrong("a bracket is not closed");
    }
    java.append(']');
    at++;
  }

  private void posixClass() throws RuleException {
    int end = source.indexOf(":]", at);
    String name = source.substring(at + 2, end);
    boolean negated = name.startsWith("^");
    String plain = negated ? name.substring(1) : name;
    String same =
        switch (plain) {
          case "alnum" -> "Alnum";
          case "alpha" -> "Alpha";
          case "ascii" -> "ASCII";
          case "blank" -> "Blank";
          case "cntrl" -> "Cntrl";
          case "digit" -> "Digit";
          case "graph" -> "Graph";
          case "lower" -> "Lower";
          case "print" -> "Print";
          case "punct" -> "Punct";
          case "space" -> "Space";
          case "upper" -> "Upper";
          case "xdigit" -> "XDigit";
          case "word" -> "";
          default -> throw wrong("there is no class [:" + name + ":]");
        };
    if (same.isEmpty()) {
      java.append(negated ? "\\W" : "\\w");
    } else {
      java.append(negated ? "\\P{" : "\\p{").append(same).append('}');
    }
    at = end + 2;
  }

  private void group() throws RuleException {
    at++;
    if (!source.startsWith("?", at)) {
      groups.add("");
      java.append('(');
      return;
    }
    int name = source.startsWith("?P<", at) ? at + 3 : at + 2;
    boolean named =
        source.startsWith("?P<", at)
            || (source.startsWith("?<", at)
                && !source.startsWith("?<=", at)
                && !source.startsWith("?<!", at));
    if (named) {
      int end = source.indexOf('>', name);
      String text = end < 0 ? "" : source.substring(name, end);
      if (!text.matches("[A-Za-z0-9_]+")) {
        throw wrong("a group's name is not closed, or has other than letters, digits and _");
      }
      groups.add(text);
      java.append('('); // Java's own names have no _; groups are looked up by number.
      at = end + 1;
      return;
    }
    int end = at + 1;
    while (end < source.length() && "ims-".indexOf(source.charAt(end)) >= 0) {
      end++;
    }
    boolean closed = end < source.length() && ":)".indexOf(source.charAt(end)) >= 0;
    if (!closed) {
      throw wrong(
          "Go's regular expressions have no ("
              + source.substring(at, Math.min(end + 1, source.length())));
    }
    java.append('(').append(source, at, end + 1);
    at = end + 1;
  }

  private RuleException wrong(String problem) {
    return new RuleException(
        field,
        "\"" + source + "\" is no regular expression: " + problem,
        "write one in Go's syntax (RE2)");
  }
}
