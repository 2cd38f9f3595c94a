package dev.flyball.controller.journal;

import dev.flyball.core.decide.Decision;
import dev.flyball.core.decide.DecisionCodec;
import dev.flyball.core.decide.PackedRow;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/**
 * The last decisions of one policy, oldest first.
 *
 * <p>A decision takes some 20 to 60 bytes, from which its whole explanation is made again. One that
 * repeats the one before in everything but its time takes none: its row then stands for a range of
 * times and their number. Memory is taken as it is needed, up to a share of what all logs may have;
 * once there is nothing left of that, the oldest rows make room. Recording allocates nothing while
 * the ring does not grow and the policy and its failures stay the same.
 *
 * <p>Mutable; owned by the loop. {@link #copy} is for readers on other threads.
 */
public final class DecisionLog {
  /** The most rows of a log. */
  public static final int MOST_ROWS = 500;

  /** The most versions of its policy and settings that a log's rows may be of. */
  static final int MOST_VERSIONS = 8;

  /**
   * Rows that are written one after the other by one thread share what they are put together in.
   */
  private final Scratch scratch;

  private final FailureTexts texts;
  private final RowRing ring;
  private final List<Version> versions = new ArrayList<>(1);
  private int firstVersion;
  private long epochMillis;

  /**
   * What rows were decided on and under.
   *
   * @param policy the policy
   * @param settings the controller's settings
   */
  record Version(Policy policy, AutoscalerSettings settings) {}

  /** What all logs of a thread share. */
  static final class Scratch {
    final DecisionCodec codec = new DecisionCodec();
    final PackedRow row = new PackedRow();
    final MemoryBudget budget;

    Scratch(MemoryBudget budget) {
      this.budget = budget;
    }
  }

  DecisionLog(Scratch scratch, int mostRows) {
    this(scratch, new FailureTexts(scratch.budget), new RowRing(scratch.budget, mostRows));
  }

  private DecisionLog(Scratch scratch, FailureTexts texts, RowRing ring) {
    this.scratch = scratch;
    this.texts = texts;
    this.ring = ring;
  }

  /**
   * Adds a decision.
   *
   * @param settings the settings that it was made under
   */
  public void record(Decision decision, AutoscalerSettings settings) {
    if (ring.rows() == 0) {
      epochMillis = decision.atMillis();
    }
    PackedRow row = scratch.row.clear();
    row.put(version(decision.policy(), settings));
    scratch.codec.write(decision, epochMillis, texts, row);
    ring.add(row, decision.atMillis());
  }

  /** The number of the version that a decision is of. */
  // The same instances mean the same policy and settings.
  @SuppressWarnings("ReferenceEquality")
  private int version(Policy policy, AutoscalerSettings settings) {
    Version last = versions.isEmpty() ? null : versions.getLast();
    if (last == null || last.policy() != policy || last.settings() != settings) {
      forgetVersions();
      versions.add(new Version(policy, settings));
    }
    return firstVersion + versions.size() - 1;
  }

  /** Drops the versions that no row is of any more; the oldest rows where there are too many. */
  private void forgetVersions() {
    int needed = ring.rows() == 0 ? Integer.MAX_VALUE : ring.oldestNumber();
    while (!versions.isEmpty() && (firstVersion < needed || versions.size() >= MOST_VERSIONS)) {
      while (ring.rows() > 0 && ring.oldestNumber() == firstVersion) {
        ring.removeOldest();
      }
      versions.removeFirst();
      firstVersion++;
    }
  }

  /** How many rows there are. */
  public int rows() {
    return ring.rows();
  }

  /** Gives its memory back. */
  public void release() {
    ring.release();
    texts.release();
    versions.clear();
  }

  /** The decisions as they are now, to be read on any one thread. */
  public LoggedDecisions copy() {
    return new LoggedDecisions(
        ring.copy(),
        List.copyOf(versions),
        firstVersion,
        new DecisionCodec.Log(epochMillis, texts.copy()));
  }
}
