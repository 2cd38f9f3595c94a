package dev.flyball.metrics.source.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.metrics.api.Caller;
import dev.flyball.metrics.api.ExternalFallback.Forwarded;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.trust.CertificateLifetimes;
import dev.flyball.metrics.trust.CertificateReceiver;
import dev.flyball.metrics.trust.InMemoryCertificateVault;
import dev.flyball.metrics.trust.ManagedCertificates;
import dev.flyball.metrics.trust.SecureServer;
import dev.flyball.metrics.trust.ServerLimits;
import dev.flyball.metrics.trust.ServerListener;
import dev.flyball.metrics.trust.ServerNames;
import dev.flyball.metrics.trust.ServingCertificate;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Flyball's own front, before another adapter over TLS. */
@Timeout(60)
class AdapterForwarderTest {
  /** How long a call to an adapter that hangs is waited for. */
  private static final Duration HANGS = Duration.ofMillis(500);

  private static final String PATH =
      "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue?labelSelector=app%3Dweb";
  private static final Caller HPA =
      new Caller(
          "system:serviceaccount:kube-system:horizontal-pod-autoscaler",
          "u-1",
          List.of("system:serviceaccounts", "system:authenticated"),
          Map.of("authentication.kubernetes.io/credential-id", List.of("JTI=1")));
  private static final ExternalQuery QUERY =
      new ExternalQuery("shop", "queue", new LabelSelector(Map.of("app", "web"), List.of()));

  @TempDir Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<MultiMap> seen = new AtomicReference<>();
  private final AtomicReference<String> seenUri = new AtomicReference<>("");
  private Handler<HttpServerRequest> behavior = request -> {};
  private SecureServer adapter;
  private HttpServer front;
  private AdapterForwarder forwarder;
  private final AtomicReference<Forwarded> forwarded = new AtomicReference<>();

  @BeforeEach
  void startAdapter() throws IOException {
    adapter =
        new SecureServer(
            vertx,
            1,
            ServerLimits.DEFAULT,
            ServerListener.NONE,
            request -> {
              asked.incrementAndGet();
              seen.set(request.headers());
              seenUri.set(request.uri());
              behavior.handle(request);
            });
    Path ca = folder.resolve("ca.crt");
    await(
        new ManagedCertificates(
                vertx::executeBlocking,
                new InMemoryCertificateVault(),
                ServerNames.ofService("keda", "keda"),
                CertificateLifetimes.DEFAULT,
                new CertificateReceiver() {
                  @Override
                  public Future<Void> trust(String authorities) {
                    return vertx.fileSystem().writeFile(ca.toString(), Buffer.buffer(authorities));
                  }

                  @Override
                  public Future<Void> serve(ServingCertificate certificate) {
                    return adapter.listen("127.0.0.1", 0, certificate);
                  }
                },
                Clock.systemUTC())
            .check());
    assertThat(Files.readString(ca)).contains("BEGIN CERTIFICATE");
    forwardTo(target(Optional.of(ca.toString()), true));
    front =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        forwarder
                            .forward(request, HPA, QUERY)
                            .onSuccess(
                                result -> {
                                  forwarded.set(result);
                                  request.response().end();
                                }))
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  /** Answers in time, also where the first handshake of a cold JVM is part of that. */
  private ForwardTarget target(Optional<String> caFile, boolean verify) {
    return target(caFile, verify, Duration.ofSeconds(10));
  }

  private ForwardTarget target(Optional<String> caFile, boolean verify, Duration timeout) {
    return new ForwardTarget(
        URI.create("https://localhost:" + adapter.port()), timeout, caFile, verify);
  }

  private void forwardTo(ForwardTarget target) {
    forwarder = new AdapterForwarder(vertx, target, () -> Future.succeededFuture("own-token"));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Forwarded ask() {
    await(
        vertx
            .createHttpClient()
            .request(HttpMethod.GET, front.actualPort(), "127.0.0.1", PATH)
            .compose(
                request ->
                    request.putHeader("Accept", "application/vnd.kubernetes.protobuf, */*").send())
            .compose(response -> response.end()));
    return forwarded.get();
  }

  private String unavailable() {
    Forwarded result = ask();
    assertThat(result).isInstanceOf(Forwarded.Unavailable.class);
    return ((Forwarded.Unavailable) result).reason();
  }

  @Test
  void theQuestionGoesOnAsItCameInTheCallersName() {
    behavior =
        request ->
            request
                .response()
                .putHeader("Content-Type", "application/vnd.kubernetes.protobuf")
                .end("bytes");
    assertThat(ask())
        .isInstanceOfSatisfying(
            Forwarded.Response.class,
            response -> {
              assertThat(response.status()).isEqualTo(200);
              assertThat(response.contentType()).isEqualTo("application/vnd.kubernetes.protobuf");
              assertThat(response.body().toString()).isEqualTo("bytes");
            });
    assertThat(seenUri.get()).isEqualTo(PATH);
    MultiMap headers = seen.get();
    assertThat(headers.get("Authorization")).isEqualTo("Bearer own-token");
    assertThat(headers.get("Accept")).isEqualTo("application/vnd.kubernetes.protobuf, */*");
    assertThat(headers.get("Impersonate-User")).isEqualTo(HPA.user());
    assertThat(headers.getAll("Impersonate-Group")).isEqualTo(HPA.groups());
    assertThat(headers.get("Impersonate-Uid")).isEqualTo("u-1");
    assertThat(headers.get("Impersonate-Extra-authentication.kubernetes.io%2Fcredential-id"))
        .isEqualTo("JTI=1");
    assertThat(headers.names())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-remote"));
  }

  @Test
  void aRefusalGoesBackAsItIs() {
    behavior = request -> request.response().setStatusCode(404).end("{\"code\":404}");
    assertThat(ask())
        .isInstanceOfSatisfying(
            Forwarded.Response.class, response -> assertThat(response.status()).isEqualTo(404));
  }

  @Test
  void anAdapterThatHangsIsUnavailableInBoundedTimeAndThenLeftAlone() {
    // So that all five are of requests, and none of a handshake that takes long.
    behavior = request -> request.response().end();
    assertThat(ask()).isInstanceOf(Forwarded.Response.class);
    asked.set(0);
    forwardTo(target(Optional.of(folder.resolve("ca.crt").toString()), true, HANGS));
    behavior = request -> {};
    for (int i = 0; i < 5; i++) {
      assertThat(unavailable()).isNotEmpty();
    }
    assertThat(unavailable()).contains("left alone for a while");
    assertThat(asked.get()).isEqualTo(5);
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNotBelieved() {
    forwardTo(target(Optional.empty(), true));
    unavailable();
    assertThat(asked.get()).isZero();
    forwardTo(target(Optional.empty(), false));
    behavior = request -> request.response().end();
    assertThat(ask()).isInstanceOf(Forwarded.Response.class);
  }
}
