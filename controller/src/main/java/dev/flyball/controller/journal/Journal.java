package dev.flyball.controller.journal;

/** Opens the logs of policies, which share a budget of memory. Owned by the loop. */
public final class Journal {
  private final DecisionLog.Scratch scratch;

  /** A journal without logs. */
  public Journal(MemoryBudget budget) {
    scratch = new DecisionLog.Scratch(budget);
  }

  /** The log of a policy that is new. */
  public PolicyJournal open() {
    return new PolicyJournal(scratch);
  }
}
