package dev.flyball.metrics.source.promql;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server whose answers a test gives, when it likes. */
final class TestingPromQl implements PromQl {
  final List<String> queries = new ArrayList<>();
  private final List<Promise<PromQlResult<InstantVector>>> open = new ArrayList<>();

  @Override
  public Future<PromQlResult<InstantVector>> query(String query) {
    queries.add(query);
    Promise<PromQlResult<InstantVector>> promise = Promise.promise();
    open.add(promise);
    return promise.future();
  }

  @Override
  public Future<PromQlResult<List<String>>> labelValues(String label, String selector) {
    return Future.succeededFuture(new PromQlResult.Got<>(List.of()));
  }

  @Override
  public Future<PromQlResult<List<String>>> labelNames(String selector) {
    return Future.succeededFuture(new PromQlResult.Got<>(List.of()));
  }

  @Override
  public String endpoint() {
    return "http://testing:9090";
  }

  /** Answers everything that is open. */
  void answer(double value) {
    end(
        new PromQlResult.Got<>(
            new InstantVector(List.of(new PromQlSample(Map.of("pod", "a"), value, 1)))));
  }

  void fail() {
    end(PromQlResult.failed(PromQlFailure.Kind.SERVER, "status 500"));
  }

  private void end(PromQlResult<InstantVector> result) {
    List<Promise<PromQlResult<InstantVector>>> ending = List.copyOf(open);
    open.clear();
    ending.forEach(promise -> promise.complete(result));
  }
}
