package dev.flyball.metrics.trust;

import dev.flyball.metrics.api.Admission.Verdict;
import dev.flyball.metrics.api.Caller;
import dev.flyball.metrics.api.RequestAttributes;
import dev.flyball.metrics.trust.ServerListener.Rejection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A server on loopback that tells each caller who it is, with all that a test needs to be that
 * caller. {@code /held} is answered when the test says so.
 */
final class TestingApi implements AutoCloseable {
  /** The first handshake of a busy machine takes its time. */
  static final ServerLimits PATIENT =
      ServerLimits.DEFAULT.withTimeouts(
          Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60));

  final TestingClock clock = new TestingClock();
  final TestingReviews reviews = new TestingReviews();
  final TestingAuthority servers = new TestingAuthority("servers", clock.instant());
  final TestingAuthority proxies = new TestingAuthority("front-proxy-ca", clock.instant());
  final TestingAuthority users = new TestingAuthority("users", clock.instant());
  final Queue<Rejection> rejections = new ConcurrentLinkedQueue<>();
  final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
  final Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
  final TrustedAdmission admission;
  final SecureServer server;
  private final Vertx vertx = Vertx.vertx();

  TestingApi() {
    this(PATIENT, 1);
  }

  TestingApi(ServerLimits limits, int eventLoops) {
    admission = new TrustedAdmission(vertx, reviews, clock);
    admission.configure(config());
    ServerListener listener =
        new ServerListener() {
          @Override
          public void answered(int status, long nanos) {
            answers.add(status);
          }

          @Override
          public void rejected(Rejection why) {
            rejections.add(why);
          }
        };
    server = new SecureServer(vertx, eventLoops, limits, listener, this::answer);
    await(server.listen("127.0.0.1", 0, servers.server(clock.instant())));
  }

  AuthenticationConfig config() {
    return new AuthenticationConfig(
        new FrontProxyConfig(
            List.of(proxies.certificate()),
            List.of("front-proxy-client"),
            List.of("X-Remote-User"),
            List.of("X-Remote-Uid"),
            List.of("X-Remote-Group"),
            List.of("X-Remote-Extra-")),
        List.of(users.certificate()));
  }

  private void answer(HttpServerRequest request) {
    if (request.path().equals("/held")) {
      held.add(request);
      return;
    }
    if (request.path().equals("/throws")) {
      throw new IllegalStateException("on purpose");
    }
    admission
        .admit(request, RequestAttributes.nonResource("get", request.path()))
        .onSuccess(verdict -> tell(request, verdict));
  }

  private static void tell(HttpServerRequest request, Verdict verdict) {
    request.response().putHeader("From-Port", "" + request.remoteAddress().port());
    switch (verdict) {
      case Verdict.Allowed(Caller caller) -> request.response().end(describe(caller));
      case Verdict.Unauthenticated(String reason) ->
          request.response().setStatusCode(401).end(reason);
      case Verdict.Forbidden(Caller caller, String reason) ->
          request.response().setStatusCode(403).end(describe(caller) + " " + reason);
    }
  }

  private static String describe(Caller caller) {
    return caller.user() + " " + caller.uid() + caller.groups() + caller.extra();
  }

  TestingAuthority.Identity proxy() {
    return proxies.issue(client("CN=front-proxy-client"));
  }

  TestingAuthority.Request client(String subject) {
    return TestingAuthority.Request.client(subject, clock.instant());
  }

  /** Waits, for a bounded time, until something holds. */
  static void eventually(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 30 s: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    await(server.close());
    await(vertx.close());
  }
}
