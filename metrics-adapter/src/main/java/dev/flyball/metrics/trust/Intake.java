package dev.flyball.metrics.trust;

import dev.flyball.metrics.trust.ServerListener.Rejection;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets requests in to the handler as far as the limits allow, and counts them. */
final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  /** Being busy is not being ill. */
  private static final Set<String> HEALTH = Set.of("/healthz", "/livez", "/readyz");

  private final ServerLimits limits;
  private final ServerListener listener;
  private final Handler<HttpServerRequest> handler;
  private final AtomicInteger inFlight = new AtomicInteger();

  Intake(ServerLimits limits, ServerListener listener, Handler<HttpServerRequest> handler) {
    this.limits = limits;
    this.listener = listener;
    this.handler = handler;
  }

  int inFlight() {
    return inFlight.get();
  }

  void take(HttpServerRequest request, OpenConnections connections) {
    connections.began(request, System.nanoTime());
    boolean counted = !HEALTH.contains(request.path());
    boolean tooMany = counted && inFlight.incrementAndGet() > limits.requestsInFlight();
    Exchange exchange = new Exchange(request, connections, counted);
    request.response().endHandler(v -> exchange.over()).closeHandler(v -> exchange.over());
    if (request.uri().length() > limits.urlBytes()) {
      listener.rejected(Rejection.URL);
      StatusBody.send(request.response(), 414, "RequestURITooLong", urlTooLong());
    } else if (tooMany) {
      listener.rejected(Rejection.IN_FLIGHT);
      request.response().putHeader("Retry-After", "1");
      StatusBody.send(
          request.response(),
          429,
          "TooManyRequests",
          "more than " + limits.requestsInFlight() + " requests are in flight; try again later");
    } else {
      hand(request);
    }
  }

  private void hand(HttpServerRequest request) {
    try {
      handler.handle(request);
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("path", request.path()).setCause(e).log("a request failed");
      HttpServerResponse response = request.response();
      if (response.headWritten()) {
        request.connection().close();
      } else if (!response.ended()) {
        StatusBody.send(response, 500, "InternalError", "the server could not answer this request");
      }
    }
  }

  /** Answers what the decoder of HTTP/1.1 did not take. The connection cannot be used any more. */
  void refuse(HttpServerRequest request) {
    long begin = System.nanoTime();
    HttpServerResponse response = request.response().putHeader("Connection", "close");
    Throwable cause = request.decoderResult().cause();
    if (cause instanceof TooLongHttpLineException) {
      listener.rejected(Rejection.URL);
      StatusBody.send(response, 414, "RequestURITooLong", urlTooLong());
    } else if (cause instanceof TooLongHttpHeaderException) {
      listener.rejected(Rejection.HEADERS);
      StatusBody.send(
          response,
          431,
          "RequestHeaderFieldsTooLarge",
          "the headers are larger than " + limits.headerBytes() + " bytes");
    } else {
      listener.rejected(Rejection.MALFORMED);
      StatusBody.send(response, 400, "BadRequest", "this is not a request of HTTP/1.1");
    }
    listener.answered(response.getStatusCode(), System.nanoTime() - begin);
    request.connection().close();
  }

  private String urlTooLong() {
    return "the URL is longer than " + limits.urlBytes() + " bytes";
  }

  /** One request and its answer, which may end in more than one way. */
  private final class Exchange {
    private final HttpServerRequest request;
    private final OpenConnections connections;
    private final boolean counted;
    private final long beginNanos = System.nanoTime();
    private boolean over;

    Exchange(HttpServerRequest request, OpenConnections connections, boolean counted) {
      this.request = request;
      this.connections = connections;
      this.counted = counted;
    }

    void over() {
      if (over) {
        return;
      }
      over = true;
      if (counted) {
        inFlight.decrementAndGet();
      }
      connections.answered(request.connection());
      if (request.response().ended()) {
        listener.answered(request.response().getStatusCode(), System.nanoTime() - beginNanos);
      }
    }
  }
}
