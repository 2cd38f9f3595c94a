package dev.flyball.controller.journal;

import dev.flyball.core.decide.Decision;
import dev.flyball.core.policy.AutoscalerSettings;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one policy: its last decisions, and for longer those that changed replicas.
 * Mutable; owned by the loop.
 */
public final class PolicyJournal {
  /** The most scale changes that are kept. */
  public static final int MOST_CHANGES = 50;

  private final DecisionLog.Scratch scratch;
  private final DecisionLog decisions;
  private @Nullable DecisionLog changes;

  PolicyJournal(DecisionLog.Scratch scratch) {
    this.scratch = scratch;
    this.decisions = new DecisionLog(scratch, DecisionLog.MOST_ROWS);
  }

  /** A decision was made. */
  public void decided(Decision decision, AutoscalerSettings settings) {
    decisions.record(decision, settings);
  }

  /** A decision was carried out and has changed replicas. */
  public void scaled(Decision decision, AutoscalerSettings settings) {
    if (changes == null) {
      changes = new DecisionLog(scratch, MOST_CHANGES);
    }
    changes.record(decision, settings);
  }

  /** Gives the memory back. */
  public void close() {
    decisions.release();
    if (changes != null) {
      changes.release();
    }
  }

  /** The last decisions as they are now. */
  public LoggedDecisions decisions() {
    return decisions.copy();
  }

  /** The last decisions that changed replicas, as they are now. */
  public LoggedDecisions changes() {
    return changes == null ? new DecisionLog(scratch, 1).copy() : changes.copy();
  }
}
