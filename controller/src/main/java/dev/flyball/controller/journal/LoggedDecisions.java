package dev.flyball.controller.journal;

import dev.flyball.core.decide.DecisionCodec;
import dev.flyball.core.decide.PackedRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The decisions of a policy as they were at one moment. They are unpacked as they are asked for.
 * May be handed to another thread, and is read by one at a time.
 */
public final class LoggedDecisions {
  private final RowRing ring;
  private final List<DecisionLog.Version> versions;
  private final int firstVersion;
  private final DecisionCodec.Log log;
  private final DecisionCodec codec = new DecisionCodec();
  private final PackedRow row = new PackedRow();

  LoggedDecisions(
      RowRing ring, List<DecisionLog.Version> versions, int firstVersion, DecisionCodec.Log log) {
    this.ring = ring;
    this.versions = versions;
    this.firstVersion = firstVersion;
    this.log = log;
  }

  /**
   * Those that were made or repeated within a range of times, oldest first.
   *
   * @param sinceMillis in epoch milliseconds, inclusive
   * @param untilMillis in epoch milliseconds, inclusive
   * @param limit the most to give; the newest of them
   */
  public List<LoggedDecision> between(long sinceMillis, long untilMillis, int limit) {
    Deque<LoggedDecision> found = new ArrayDeque<>();
    RowRing.Cursor cursor = ring.new Cursor();
    while (cursor.read(row)) {
      if (cursor.lastMillis() >= sinceMillis && cursor.startMillis() <= untilMillis) {
        found.addLast(unpack(cursor));
        if (found.size() > limit) {
          found.removeFirst();
        }
      }
    }
    return new ArrayList<>(found);
  }

  /** All of them, oldest first. */
  public List<LoggedDecision> all() {
    return between(Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** The one that was in force at a time: the last that was made until then. */
  public Optional<LoggedDecision> at(long millis) {
    List<LoggedDecision> last = between(Long.MIN_VALUE, millis, 1);
    return last.isEmpty() ? Optional.empty() : Optional.of(last.getFirst());
  }

  /** When the oldest of them was made, in epoch milliseconds; empty where there is none. */
  public Optional<Long> oldestMillis() {
    RowRing.Cursor cursor = ring.new Cursor();
    return cursor.read(row) ? Optional.of(cursor.startMillis()) : Optional.empty();
  }

  private LoggedDecision unpack(RowRing.Cursor cursor) {
    DecisionLog.Version version = versions.get(row.nextInt() - firstVersion);
    return new LoggedDecision(
        cursor.lastMillis(),
        cursor.count(),
        codec.read(version.policy(), version.settings(), cursor.startMillis(), row, log),
        version.policy(),
        version.settings());
  }
}
