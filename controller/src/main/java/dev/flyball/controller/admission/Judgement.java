package dev.flyball.controller.admission;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.config.Problem;
import dev.flyball.core.policy.Policy;
import java.util.List;
import java.util.Map;

/**
 * What there is to say of a ConfigMap.
 *
 * @param problems why it is refused, in the order of its keys and lines; empty where it is taken
 * @param warnings what is worth knowing, one line each
 * @param policies the policies that its texts would bring into force
 */
record Judgement(List<Problem> problems, List<String> warnings, Map<PolicyId, Policy> policies) {
  /** Nothing to say. */
  static final Judgement NOTHING = new Judgement(List.of(), List.of(), Map.of());

  Judgement {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    policies = Map.copyOf(policies);
  }
}
