package dev.flyball.metrics.source.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.metrics.source.promql.PromQlFailure.Kind;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromQlTlsTest {
  private final TestingCertificate certificate = TestingCertificate.of("localhost");
  private final TestingLoop loop = new TestingLoop();
  private final TestingPrometheus server =
      new TestingPrometheus(
          new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.options()));

  @AfterEach
  void close() {
    server.close();
    loop.close();
  }

  private PromQlResult<InstantVector> ask(String host, Optional<String> caFile) {
    PrometheusEndpoint endpoint =
        new PrometheusEndpoint(
            URI.create("https://" + host + ":" + server.url().getPort()),
            Duration.ofSeconds(30),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            caFile);
    PromQlClient client =
        new PromQlClient(loop.context(), Clock.systemUTC(), endpoint, PromQlLimits.DEFAULT);
    return loop.get(() -> client.query("up"));
  }

  private static Kind kind(PromQlResult<InstantVector> result) {
    return ((PromQlResult.Failed<InstantVector>) result).failure().kind();
  }

  @Test
  void trustsTheAuthoritiesOfTheFileAndNoOthers(@TempDir Path folder) throws IOException {
    Optional<String> ca =
        Optional.of(
            Files.writeString(folder.resolve("good.crt"), certificate.certificatePem()).toString());
    assertThat(ask("localhost", ca)).isInstanceOf(PromQlResult.Got.class);
    assertThat(kind(ask("localhost", Optional.empty()))).isEqualTo(Kind.CONNECTION);
    assertThat(kind(ask("127.0.0.1", ca)))
        .as("the certificate is another host's")
        .isEqualTo(Kind.CONNECTION);
    Path absent = folder.resolve("absent");
    assertThat(kind(ask("localhost", Optional.of(absent.toString())))).isEqualTo(Kind.CREDENTIALS);
    Path garbage = Files.writeString(folder.resolve("ca.crt"), "no certificate");
    assertThat(kind(ask("localhost", Optional.of(garbage.toString())))).isEqualTo(Kind.CREDENTIALS);
  }
}
