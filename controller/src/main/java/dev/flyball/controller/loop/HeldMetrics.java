package dev.flyball.controller.loop;

import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.MetricsProvider;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * The loop's own series for the metrics APIs. May be called on any thread: the values are read on
 * the loop, at the moment of the question, so that nothing has to be published for those that
 * nobody asks for.
 */
final class HeldMetrics implements MetricsProvider {
  private final Context context;
  private final ScrapedMetrics scraped;
  private final Clock clock;

  HeldMetrics(Context context, ScrapedMetrics scraped, Clock clock) {
    this.context = context;
    this.scraped = scraped;
    this.clock = clock;
  }

  @Override
  public Future<Catalog> catalog() {
    return onLoop(scraped::catalog);
  }

  @Override
  public Future<Answer<ExternalValue>> external(ExternalQuery query) {
    return onLoop(() -> scraped.external(query, clock.millis()));
  }

  @Override
  public Future<Answer<CustomValue>> custom(CustomQuery query) {
    return onLoop(() -> scraped.custom(query, clock.millis()));
  }

  private <T> Future<T> onLoop(Supplier<T> read) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(
        v -> {
          try {
            promise.complete(read.get());
          } catch (RuntimeException e) {
            promise.fail(e);
          }
        });
    return promise.future();
  }
}
