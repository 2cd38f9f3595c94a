package dev.flyball.metrics.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReviewCacheTest {
  private final Vertx vertx = Vertx.vertx();
  private final TestingClock clock = new TestingClock();
  private final ReviewCache<Integer, String> cache =
      new ReviewCache<>(
          vertx, clock, Duration.ofSeconds(30), answer -> Duration.ofSeconds(answer.length()));
  private int asked;

  @AfterEach
  void stop() {
    TestingApi.await(vertx.close());
  }

  private Future<String> ask(int key, Future<String> answer) {
    return cache.get(
        key,
        () -> {
          asked++;
          return answer;
        });
  }

  @Test
  void keepsEachAnswerForItsTime() {
    assertThat(ask(1, Future.succeededFuture("four")).result()).isEqualTo("four");
    clock.advance(Duration.ofMillis(3_999));
    assertThat(ask(1, Future.succeededFuture("x")).result()).isEqualTo("four");
    clock.advance(Duration.ofMillis(1));
    assertThat(ask(1, Future.succeededFuture("x")).result()).isEqualTo("x");
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void doesNotKeepFailures() {
    assertThat(ask(1, Future.failedFuture("down")).failed()).isTrue();
    assertThat(cache.size()).isZero();
    assertThat(ask(1, Future.succeededFuture("up")).result()).isEqualTo("up");
  }

  @Test
  void aQuestionThatThrowsIsAFailure() {
    Future<String> answer =
        cache.get(
            1,
            () -> {
              throw new IllegalStateException("breaker");
            });
    assertThat(answer.cause()).hasMessage("breaker");
    assertThat(cache.size()).isZero();
  }

  @Test
  void doesNotWaitForEverAndFreesThePlaceWhenTheAnswerComes() {
    ReviewCache<Integer, String> hasty =
        new ReviewCache<>(vertx, clock, Duration.ofMillis(20), answer -> Duration.ofSeconds(1));
    Promise<String> late = Promise.promise();
    Future<String> answer = hasty.get(1, late::future);
    TestingApi.eventually("it gave up", answer::failed);
    assertThat(answer.cause()).hasMessage("no answer within 20 ms");
    assertThat(hasty.size()).isZero();
    late.complete("late");
    assertThat(hasty.get(1, () -> Future.succeededFuture("next")).result()).isEqualTo("next");
  }

  @Test
  void boundsTheQuestionsUnderWay() {
    List<Promise<String>> held = new ArrayList<>();
    for (int i = 0; i < ReviewCache.MAX_QUESTIONS; i++) {
      Promise<String> promise = Promise.promise();
      held.add(promise);
      assertThat(ask(i, promise.future()).isComplete()).isFalse();
    }
    assertThat(ask(-1, Future.succeededFuture("x")).cause()).hasMessageContaining("more than 256");
    assertThat(ask(0, Future.succeededFuture("x")).isComplete()).as("shared").isFalse();
    held.forEach(promise -> promise.complete("x"));
    assertThat(ask(-1, Future.succeededFuture("x")).result()).isEqualTo("x");
    assertThat(asked).isEqualTo(257);
  }

  @Test
  void boundsTheAnswersThatAreKept() {
    for (int i = 0; i < 20_000; i++) {
      assertThat(ask(i, Future.succeededFuture("answer")).succeeded()).isTrue();
      assertThat(cache.size()).isLessThanOrEqualTo(4096);
    }
    assertThat(asked).isEqualTo(20_000);
  }
}
