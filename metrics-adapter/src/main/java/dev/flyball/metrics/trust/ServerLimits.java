package dev.flyball.metrics.trust;

import java.time.Duration;

/**
 * How much of a server callers can use up. What goes beyond is refused and costs nobody else
 * anything.
 *
 * @param headerBytes size of all headers of a request together; more is 431
 * @param urlBytes size of a request's path and query; more is 414
 * @param connections connections that have finished their handshake; more are closed
 * @param handshakes connections that have not; more are closed. A limit of its own: those who open
 *     connections and say nothing take no place from those who talk
 * @param requestsInFlight requests being answered, over all connections; more are 429
 * @param streams concurrent requests of one HTTP/2 connection
 * @param handshakeTimeout from the connection being made to the end of its handshake
 * @param requestTimeout from the handshake to the first whole request, and from the headers of each
 *     request to its end
 * @param idleTimeout how long a connection may be without a request; longer than the 90 s after
 *     which Go clients give up their idle connections, so that it is they who close
 */
public record ServerLimits(
    int headerBytes,
    int urlBytes,
    int connections,
    int handshakes,
    int requestsInFlight,
    int streams,
    Duration handshakeTimeout,
    Duration requestTimeout,
    Duration idleTimeout) {
  /** What suits a cluster's metrics API. */
  public static final ServerLimits DEFAULT =
      new ServerLimits(
          16 * 1024,
          8 * 1024,
          1024,
          256,
          400,
          250,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(120));

  public ServerLimits {
    positive(headerBytes, "headerBytes");
    positive(urlBytes, "urlBytes");
    positive(connections, "connections");
    positive(handshakes, "handshakes");
    positive(requestsInFlight, "requestsInFlight");
    positive(streams, "streams");
    positive(handshakeTimeout.toMillis(), "handshakeTimeout in ms");
    positive(requestTimeout.toMillis(), "requestTimeout in ms");
    positive(idleTimeout.toMillis(), "idleTimeout in ms");
  }

  private static void positive(long value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive: " + value);
    }
  }

  /** The same with other sizes. */
  public ServerLimits withSizes(int newHeaderBytes, int newUrlBytes) {
    return new ServerLimits(
        newHeaderBytes,
        newUrlBytes,
        connections,
        handshakes,
        requestsInFlight,
        streams,
        handshakeTimeout,
        requestTimeout,
        idleTimeout);
  }

  /** The same with other counts. */
  public ServerLimits withCounts(int newConnections, int newHandshakes, int newRequestsInFlight) {
    return new ServerLimits(
        headerBytes,
        urlBytes,
        newConnections,
        newHandshakes,
        newRequestsInFlight,
        streams,
        handshakeTimeout,
        requestTimeout,
        idleTimeout);
  }

  /** The same with other timeouts. */
  public ServerLimits withTimeouts(Duration handshake, Duration request, Duration idle) {
    return new ServerLimits(
        headerBytes,
        urlBytes,
        connections,
        handshakes,
        requestsInFlight,
        streams,
        handshake,
        request,
        idle);
  }
}
