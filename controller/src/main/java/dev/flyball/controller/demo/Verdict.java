package dev.flyball.controller.demo;

/**
 * How the demo went.
 *
 * @param kind in a word
 * @param message in a sentence: what was expected and what happened
 */
record Verdict(Kind kind, String message) {
  /** What can be said of a run. */
  enum Kind {
    /** Replicas followed the load, up and down. */
    FOLLOWED(0),
    /** Replicas did not change as the policy calls for, or nothing could be decided. */
    FAILED(1),
    /** The run was over before there was anything to follow. */
    TOO_SHORT(1),
    /** The user ended the run before there was anything to follow. */
    INTERRUPTED(130);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    int exitCode() {
      return exitCode;
    }
  }

  int exitCode() {
    return kind.exitCode();
  }
}
