package dev.flyball.metrics.source.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CachedQueriesTest {
  private static final CacheSettings SETTINGS =
      new CacheSettings(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMillis(200), 3);

  private final TestingLoop loop = new TestingLoop();
  private final TestingPromQl server = new TestingPromQl();
  private final TestingInstants clock = new TestingInstants();
  private final CachedQueries queries = new CachedQueries(loop.context(), server, SETTINGS, clock);

  @AfterEach
  void close() {
    queries.close();
    loop.close();
  }

  /** Asks on the context and lets the server answer there. */
  private double value(String query, double answer) {
    PromQlResult<InstantVector> result =
        loop.get(
            () -> {
              Future<PromQlResult<InstantVector>> asked = queries.ask(query);
              server.answer(answer);
              return asked;
            });
    return ((PromQlResult.Got<InstantVector>) result).value().samples().getFirst().value();
  }

  @Test
  void aResultServesUntilItIsTooOld() {
    assertThat(value("x", 1)).isEqualTo(1);
    clock.advance(9_999);
    assertThat(value("x", 2)).isEqualTo(1);
    clock.advance(1);
    assertThat(value("x", 3)).isEqualTo(3);
    assertThat(server.queries).containsExactly("x", "x");
  }

  @Test
  void theAgeCountsFromTheQuestion() {
    loop.get(
        () -> {
          Future<PromQlResult<InstantVector>> asked = queries.ask("x");
          clock.advance(4_000);
          server.answer(1);
          return asked;
        });
    clock.advance(6_000);
    assertThat(value("x", 2)).isEqualTo(2);
  }

  @Test
  void allWhoAskWaitForOneAnswer() {
    List<Object> results =
        loop.get(
            () -> {
              var asked = IntStream.range(0, 50).mapToObj(i -> queries.ask("x")).toList();
              server.answer(7);
              return Future.join(asked).map(all -> all.list());
            });
    assertThat(results).hasSize(50).allMatch(results.getFirst()::equals);
    assertThat(server.queries).containsExactly("x");
  }

  @Test
  void aFailureAnswersForAMomentAndAnOldResultDoesNotStandIn() {
    assertThat(value("x", 1)).isEqualTo(1);
    clock.advance(10_000);
    PromQlResult<InstantVector> failed =
        loop.get(
            () -> {
              Future<PromQlResult<InstantVector>> asked = queries.ask("x");
              server.fail();
              return asked;
            });
    assertThat(failed).isInstanceOf(PromQlResult.Failed.class);
    clock.advance(999);
    assertThat(loop.get(() -> queries.ask("x"))).isEqualTo(failed);
    clock.advance(1);
    assertThat(value("x", 2)).isEqualTo(2);
    assertThat(server.queries).hasSize(3);
  }

  @Test
  void theOneAskedForLongestAgoGoesFirst() {
    List.of("a", "b", "c").forEach(query -> assertThat(value(query, 1)).isEqualTo(1));
    assertThat(value("a", 2)).isEqualTo(1);
    assertThat(value("d", 1)).isEqualTo(1);
    assertThat(loop.get(() -> Future.succeededFuture(queries.size()))).isEqualTo(3);
    assertThat(value("a", 3)).as("kept").isEqualTo(1);
    assertThat(value("b", 4)).as("gone").isEqualTo(4);
  }

  @Test
  void whatNobodyAsksForGoes() {
    assertThat(value("x", 1)).isEqualTo(1);
    clock.advance(201);
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (loop.get(() -> Future.succeededFuture(queries.size())) > 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
    assertThat(value("x", 2)).isEqualTo(2);
  }

  @Test
  void callersOfOtherThreadsAreBroughtToTheContext() {
    assertThat(
            TestingLoop.await(
                queries.onContext(() -> Future.succeededFuture(Vertx.currentContext()))))
        .isEqualTo(loop.context());
  }
}
