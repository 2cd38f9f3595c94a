package dev.flyball.metrics.rules;

/** What a rule makes of a question. */
public sealed interface RuleQuery {
  /** A query that answers it. */
  record PromQl(String query) implements RuleQuery {}

  /** The rule cannot ask this, for this reason. */
  record Impossible(String reason) implements RuleQuery {}
}
