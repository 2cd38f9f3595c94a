package dev.flyball.metrics.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Another adapter that is asked for external metrics that the provider does not know, since a
 * cluster can register only one for them.
 */
public interface ExternalFallback {
  /** What the other adapter says. */
  sealed interface Forwarded {
    /**
     * It answered; this goes to the client as it is.
     *
     * @param status HTTP status
     * @param contentType media type of the body
     * @param body the body, not compressed
     */
    record Response(int status, String contentType, Buffer body) implements Forwarded {}

    /** It is not responsible for the metric either: 404. */
    record Unknown() implements Forwarded {}

    /**
     * It did not answer: 503.
     *
     * @param source names it
     * @param reason what went wrong
     */
    record Unavailable(String source, String reason) implements Forwarded {}
  }

  /**
   * Asks the other adapter. Called on the server's context; may complete on any thread; a failure
   * of the other adapter is {@link Forwarded.Unavailable}, not a failed future.
   *
   * @param request the request as it came, admitted already; whoever forwards it must not write its
   *     response
   * @param caller in whose name the other adapter is to be asked
   * @param query what the request asks for
   */
  Future<Forwarded> forward(HttpServerRequest request, Caller caller, ExternalQuery query);
}
