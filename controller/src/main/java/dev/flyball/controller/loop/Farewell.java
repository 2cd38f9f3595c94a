package dev.flyball.controller.loop;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Ends this process's part in some namespaces: waits for scale changes that are under way, since
 * they belong into the histories, and keeps what the next one needs. Owned by the loop.
 */
final class Farewell {
  /** How long it waits for scale changes, and then twice that for status. */
  private static final long PATIENCE_MILLIS = 1_000;

  /** Whatever goes wrong, nobody waits for longer: what is not let go is decided on by nobody. */
  private static final long END_MILLIS = 4 * PATIENCE_MILLIS;

  private final Context context;
  private final Evaluator evaluator;
  private final Statuses statuses;
  private final InstantSource clock;

  Farewell(Context context, Evaluator evaluator, Statuses statuses, InstantSource clock) {
    this.context = context;
    this.evaluator = evaluator;
    this.statuses = statuses;
    this.clock = clock;
  }

  /** As {@link HandOver#handOver}; what comes after goes on as before. */
  void handOver(Predicate<String> namespaces, Runnable ended) {
    evaluator.leave(namespaces);
    keep(namespaces)
        .onComplete(
            kept ->
                context.runOnContext(
                    v -> {
                      // In one turn: nothing is decided between the end of the terms and this.
                      ended.run();
                      evaluator.left(namespaces);
                    }));
  }

  /** Completes when all is kept that can be, on any thread. */
  Future<Void> keep(Predicate<String> namespaces) {
    Promise<Void> kept = Promise.promise();
    evaluator
        .written()
        .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        // A timeout may come on another thread.
        .onComplete(written -> context.runOnContext(v -> flush(namespaces).onComplete(kept)));
    return kept.future().timeout(END_MILLIS, TimeUnit.MILLISECONDS);
  }

  private Future<Void> flush(Predicate<String> namespaces) {
    return statuses
        .flush(clock.millis(), namespaces)
        .timeout(2 * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
