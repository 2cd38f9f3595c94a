package dev.flyball.metrics.source.promql;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A context of its own, and waiting for what happens on it. */
public final class TestingLoop implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();

  public Vertx vertx() {
    return vertx;
  }

  public Context context() {
    return context;
  }

  /** Does this on the context, and waits for what comes of it. */
  public <T> T get(Supplier<Future<T>> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    context.runOnContext(
        go ->
            Future.succeededFuture()
                .compose(here -> work.get())
                .onSuccess(done::complete)
                .onFailure(done::completeExceptionally));
    return done.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Waits for a future of another thread. */
  public static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
