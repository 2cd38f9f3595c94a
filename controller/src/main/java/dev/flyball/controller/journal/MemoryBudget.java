package dev.flyball.controller.journal;

/**
 * How many bytes all logs together may still take. Owned by the loop, like the logs.
 *
 * <p>Once it is spent, logs no longer grow: each goes on with the room that it has and keeps fewer
 * decisions. Some room each log has in any case, so that one that comes late has its last few.
 */
public final class MemoryBudget {
  /** Room for all that 500 decisions of a thousand policies take, or 60 of ten thousand. */
  public static final long DEFAULT_BYTES = 32L << 20;

  private final long total;
  private long taken;

  /**
   * A budget of which nothing is spent.
   *
   * @param bytes at least 0
   */
  public MemoryBudget(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a budget of " + bytes + " bytes");
    }
    total = bytes;
  }

  /** Takes some of it; false, and nothing is taken, where so much is not left. */
  boolean take(long bytes) {
    if (bytes > total - taken) {
      return false;
    }
    taken += bytes;
    return true;
  }

  /** Takes what has to be had, whatever is left. */
  void takeAnyway(long bytes) {
    taken += bytes;
  }

  /** Gives back what was taken. */
  void giveBack(long bytes) {
    taken -= bytes;
  }

  /** What is taken, in bytes. */
  public long taken() {
    return taken;
  }
}
