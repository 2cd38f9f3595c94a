package dev.flyball.metrics.source.promql;

/**
 * Why a server gave no answer.
 *
 * @param kind what went wrong
 * @param reason the same in words, without credentials
 */
public record PromQlFailure(Kind kind, String reason) {
  /** What can go wrong. */
  public enum Kind {
    /** The server understood the question and refused it: it is wrong, or access is denied. */
    REFUSED,
    /** The server failed, with a status of 429 or 5xx. */
    SERVER,
    /** There is no connection, or it broke. */
    CONNECTION,
    /** No answer within the time for it. */
    TIMEOUT,
    /** An answer that is no answer of this API. */
    GARBLED,
    /** An answer longer than it may be. */
    TOO_LARGE,
    /** A file with credentials or certificates cannot be read. */
    CREDENTIALS,
    /** Not asked: it has failed too often just now. */
    BREAKER_OPEN,
    /** Not asked: too many questions wait for it. */
    BUSY
  }

  /** Whether the same question may well be answered a moment later. */
  boolean isWorthAnotherTry() {
    return switch (kind) {
      case SERVER, CONNECTION, GARBLED -> true;
      case REFUSED, TIMEOUT, TOO_LARGE, CREDENTIALS, BREAKER_OPEN, BUSY -> false;
    };
  }

  /** Whether it says that the server is not well. */
  boolean isServersFault() {
    return switch (kind) {
      case SERVER, CONNECTION, GARBLED, TIMEOUT -> true;
      case REFUSED, TOO_LARGE, CREDENTIALS, BREAKER_OPEN, BUSY -> false;
    };
  }
}
