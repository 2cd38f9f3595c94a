package dev.flyball.metrics.rules;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression as Go understands it, which finds a match anywhere in a text.
 *
 * @param source what was written
 * @param pattern the same for Java
 * @param groups names of the groups from the first on; empty for those without a name
 */
record GoRegex(String source, Pattern pattern, List<String> groups) {
  GoRegex {
    groups = List.copyOf(groups);
  }

  /**
   * Compiles an expression.
   *
   * @throws RuleException if Go would not take it
   */
  static GoRegex compile(String field, String source) throws RuleException {
    return new GoRegexTranslator(field, source).translate();
  }

  boolean find(String text) {
    return pattern.matcher(text).find();
  }

  Matcher matcher(String text) {
    return pattern.matcher(text);
  }

  /** The number of a group by its number or name as text; -1 if there is none. */
  int group(String reference) {
    if (reference.matches("0|[1-9][0-9]{0,7}")) {
      int number = Integer.parseInt(reference);
      return number <= groups.size() ? number : -1;
    }
    int named = reference.isEmpty() ? -1 : groups.indexOf(reference);
    return named < 0 ? -1 : named + 1;
  }
}
