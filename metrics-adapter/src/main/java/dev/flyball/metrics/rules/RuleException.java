package dev.flyball.metrics.rules;

/** Carries a problem from where it is seen to where the rule's place is known. */
final class RuleException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String remedy;

  RuleException(String field, String problem, String remedy) {
    super(problem, null, false, false);
    this.field = field;
    this.remedy = remedy;
  }

  RuleProblem at(String list, int index) {
    return new RuleProblem(list, index, field, String.valueOf(getMessage()), remedy);
  }
}
