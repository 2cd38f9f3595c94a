package dev.flyball.metrics.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.MetricsProvider;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A provider that completes on threads of its own, as the port allows. */
class ThreadsTest {
  private static final class Elsewhere implements MetricsProvider {
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public Future<Catalog> catalog() {
      return later(new Catalog(List.of("catalog" + asked.incrementAndGet()), List.of()));
    }

    @Override
    public Future<Answer<ExternalValue>> external(ExternalQuery query) {
      return later(
          new Answer.Values<>(List.of(new ExternalValue(Map.of(), 1_000, TestingProvider.AT, 0))));
    }

    @Override
    public Future<Answer<CustomValue>> custom(CustomQuery query) {
      return later(new Answer.Unknown<>());
    }

    private static <T> Future<T> later(T value) {
      Promise<T> promise = Promise.promise();
      Thread.ofVirtual().start(() -> promise.complete(value));
      return promise.future();
    }
  }

  @Test
  void answersOnTheContextOfTheRequest() {
    ConcurrentLinkedQueue<String> threads = new ConcurrentLinkedQueue<>();
    MetricsApi api =
        new MetricsApi(
            new Elsewhere(),
            new TestingAdmission(),
            Clock.systemUTC(),
            MetricsApiSettings.of("0.1.0"));
    try (TestingServer server =
        new TestingServer(
            request -> {
              String arrived = Thread.currentThread().getName();
              request
                  .response()
                  .headersEndHandler(
                      sent -> threads.add(arrived + " " + Thread.currentThread().getName()));
              api.handle(request);
            },
            HttpVersion.HTTP_2)) {
      String external = "/apis/external.metrics.k8s.io/v1beta1";
      for (String path : List.of(external + "/namespaces/n/m", external)) {
        assertThat(server.send(HttpMethod.GET, path, "X-Remote-User", "a").status()).isEqualTo(200);
      }
      assertThat(
              server
                  .send(
                      HttpMethod.GET,
                      "/apis/custom.metrics.k8s.io/v1beta2/nodes/*/m",
                      "X-Remote-User",
                      "a")
                  .status())
          .isEqualTo(404);
    }
    assertThat(threads)
        .hasSize(3)
        .allSatisfy(
            pair -> {
              String[] names = pair.split(" ", -1);
              assertThat(names[1]).isEqualTo(names[0]).contains("eventloop");
            });
  }
}
