package dev.flyball.controller.journal;

import dev.flyball.core.decide.Explanation;
import dev.flyball.core.decide.WhatIf;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.Policy;
import java.util.List;

/**
 * A decision that is kept, and those after it that repeated it. Immutable.
 *
 * @param lastMillis when it was last repeated, in epoch milliseconds; its own time where never
 * @param count how many decisions it stands for, at least 1
 * @param explanation how it came about
 * @param policy what was decided on
 * @param settings the controller's settings at that time
 */
public record LoggedDecision(
    long lastMillis,
    int count,
    Explanation explanation,
    Policy policy,
    AutoscalerSettings settings) {
  /** When it was first made, in epoch milliseconds. */
  public long atMillis() {
    return explanation.atMillis();
  }

  /** What would have had to be otherwise for another outcome. */
  public List<WhatIf> whatIf() {
    return WhatIf.of(explanation, policy, settings);
  }
}
