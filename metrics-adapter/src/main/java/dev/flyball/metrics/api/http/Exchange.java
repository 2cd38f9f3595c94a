package dev.flyball.metrics.api.http;

import dev.flyball.metrics.api.wire.ApiStatus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way to its answer, on the context that it came on. */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsApi.class);
  private final HttpServerRequest request;
  private final Responder responder;
  private final @Nullable Context context = Vertx.currentContext();

  Exchange(HttpServerRequest request, Responder responder) {
    this.request = request;
    this.responder = responder;
  }

  HttpServerRequest request() {
    return request;
  }

  Responder responder() {
    return responder;
  }

  /** Goes on with a result on the request's context; a failure becomes an internal error. */
  <T> void then(Future<T> future, Consumer<T> next) {
    if (future.isComplete()) {
      settled(future, next);
    } else {
      future.onComplete(done -> onContext(() -> settled(future, next)));
    }
  }

  private <T> void settled(Future<T> future, Consumer<T> next) {
    if (future.succeeded()) {
      guarded(() -> next.accept(future.result()));
    } else {
      internalError(future.cause());
    }
  }

  private void onContext(Runnable action) {
    Context here = Vertx.currentContext();
    if (context == null || context.equals(here)) {
      action.run();
    } else {
      context.runOnContext(ignored -> action.run());
    }
  }

  /** Runs a step of the request; what it throws becomes an internal error. */
  void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      internalError(e);
    }
  }

  private void internalError(Throwable cause) {
    LOG.error("{} {} failed", request.method(), request.path(), cause);
    error(ApiErrors.internal());
  }

  /** Answers with an error, unless there is an answer already or nobody to get it. */
  void error(ApiStatus status) {
    if (!request.response().headWritten() && !request.response().closed()) {
      responder.error(request, status);
    }
  }
}
