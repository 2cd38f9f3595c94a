package dev.flyball.controller.loop;

/**
 * Says whether this process may write for the policies of a namespace: scales, status and Events.
 *
 * <p>Leadership comes in terms. Whoever takes over first reads what the leader before has kept, so
 * what was decided under one term must not be carried out under the next: a writer remembers the
 * term that it has begun with and asks again at the moment of writing.
 */
public interface Leadership {
  /** The answer of {@link #term} while this process must not write. */
  long NONE = 0;

  /**
   * The present term over the policies of a namespace, or {@link #NONE} while it is not certain
   * that nobody else leads. Terms are positive and never come back. May be called on any thread;
   * never blocks.
   */
  long term(String namespace);

  /** Has a listener called, on any thread, after terms have begun or ended. Called once. */
  void onChange(Runnable listener);

  /**
   * Whether policies of a namespace are to be decided on, if only to be ready when a term begins.
   * May be called on any thread; never blocks.
   */
  default boolean follows(String namespace) {
    return true;
  }

  /** Whether pods of a namespace are to be scraped. As {@link #follows}. */
  default boolean scrapes(String namespace) {
    return true;
  }

  /**
   * Whether others decide meanwhile where this process does not follow: what it knows of such
   * policies from before is then out of date.
   */
  default boolean isShared() {
    return false;
  }

  /** For a process that is alone: it leads from the first moment to the last. */
  Leadership ALWAYS =
      new Leadership() {
        @Override
        public long term(String namespace) {
          return 1;
        }

        @Override
        public void onChange(Runnable listener) {
          // Nothing ever changes.
        }
      };
}
