package dev.flyball.metrics.trust;

/**
 * Hears what a server does, for its metrics. Called on the server's event loops, several at a time;
 * must not block.
 */
public interface ServerListener {
  /** Why a server would have nothing to do with a connection or a request. */
  enum Rejection {
    /** More connections than allowed, in their handshake or after it. */
    CONNECTIONS,
    /** The TLS handshake failed or took too long. */
    HANDSHAKE,
    /** More requests in flight than allowed. */
    IN_FLIGHT,
    /** The URL was too long. */
    URL,
    /** The headers were too large. */
    HEADERS,
    /** What came was not HTTP. */
    MALFORMED,
    /** A request did not come, or not whole, in time. */
    SLOW
  }

  /** Hears nothing. */
  ServerListener NONE =
      new ServerListener() {
        @Override
        public void answered(int status, long nanos) {}

        @Override
        public void rejected(Rejection why) {}
      };

  /**
   * A request was answered, by the handler or with a refusal.
   *
   * @param status HTTP status
   * @param nanos from its headers to the end of its answer
   */
  void answered(int status, long nanos);

  /** A connection or request was refused. Refusals that are answers are also {@link #answered}. */
  void rejected(Rejection why);
}
