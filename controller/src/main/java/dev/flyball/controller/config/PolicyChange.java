package dev.flyball.controller.config;

import dev.flyball.core.policy.Policy;
import java.util.List;
import java.util.Optional;

/** What a new version of a ConfigMap means for one policy. */
public sealed interface PolicyChange {
  /** The policy that is concerned. */
  PolicyId id();

  /**
   * A policy that was not in force comes into force.
   *
   * @param id whose it is
   * @param policy what it says
   * @param warnings remarks about its text
   */
  record Added(PolicyId id, Policy policy, List<Problem> warnings) implements PolicyChange {
    public Added {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * A policy says something else, or a rejected text has been put right; the two policies are equal
   * where it was put back.
   *
   * @param id whose it is
   * @param previous what was in force until now
   * @param policy what is in force from now on
   * @param warnings remarks about its text
   */
  record Changed(PolicyId id, Policy previous, Policy policy, List<Problem> warnings)
      implements PolicyChange {
    public Changed {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * A policy is no more.
   *
   * @param id whose it was
   * @param previous what was in force; empty where its text was never valid
   */
  record Removed(PolicyId id, Optional<Policy> previous) implements PolicyChange {}

  /**
   * A text was refused; what was in force stays so.
   *
   * @param id whose it is
   * @param problems what is wrong, at least one
   * @param inForce the last good version; empty where there was none
   */
  record Rejected(PolicyId id, List<Problem> problems, Optional<Policy> inForce)
      implements PolicyChange {
    public Rejected {
      problems = List.copyOf(problems);
    }
  }
}
