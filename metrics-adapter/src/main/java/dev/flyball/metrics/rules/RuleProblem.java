package dev.flyball.metrics.rules;

/**
 * Why a rule cannot be used.
 *
 * @param list the list that it stands in: {@code rules} or {@code externalRules}
 * @param index its place there, from 0
 * @param field the field within the rule, such as {@code name.matches}
 * @param problem what is wrong
 * @param remedy what to write instead
 */
public record RuleProblem(String list, int index, String field, String problem, String remedy) {
  /** The place in the settings, such as {@code rules[2].name.as}. */
  public String path() {
    return list + "[" + index + "]." + field;
  }

  /** Place, problem and remedy in one line. */
  @Override
  public String toString() {
    return path() + ": " + problem + "; " + remedy;
  }
}
