package dev.flyball.metrics.source.scrape;

/**
 * Why a scrape gave no sample.
 *
 * @param kind the sort of failure
 * @param message one sentence for people, without the pod's name
 * @param atMillis when it failed, in epoch milliseconds
 */
public record ScrapeFailure(Kind kind, String message, long atMillis) {
  /** Sorts of failure. */
  public enum Kind {
    /** No connection could be made. */
    CONNECT,
    /** The page was not there in time. */
    TIMEOUT,
    /** The answer's status is not 200; redirects are not followed. */
    STATUS,
    /** The connection ended before the page did. */
    TRUNCATED,
    /** The page is larger than the limit. */
    TOO_LARGE,
    /** The page is not what its format allows, or all lines of wanted metrics are malformed. */
    MALFORMED,
    /** The page is whole and has no sample of any wanted metric. */
    ABSENT
  }

  /** Whether the pod answered, so that asking again costs no waiting. */
  boolean isAnswered() {
    return switch (kind) {
      case MALFORMED, ABSENT -> true;
      case CONNECT, TIMEOUT, STATUS, TRUNCATED, TOO_LARGE -> false;
    };
  }
}
