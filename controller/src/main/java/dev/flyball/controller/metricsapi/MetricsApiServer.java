package dev.flyball.controller.metricsapi;

import dev.flyball.controller.admission.ValidationEndpoint;
import dev.flyball.controller.cluster.ApiClient;
import dev.flyball.controller.cluster.ApiReviews;
import dev.flyball.controller.cluster.ApiServiceTrust;
import dev.flyball.controller.cluster.AuthenticationConfigWatch;
import dev.flyball.controller.cluster.SecretVault;
import dev.flyball.controller.cluster.WebhookTrust;
import dev.flyball.metrics.api.ExternalFallback;
import dev.flyball.metrics.api.MetricsProvider;
import dev.flyball.metrics.api.ObjectProvider;
import dev.flyball.metrics.api.http.MetricsApi;
import dev.flyball.metrics.api.http.MetricsApiSettings;
import dev.flyball.metrics.trust.AuthenticationConfig;
import dev.flyball.metrics.trust.CertificateLifetimes;
import dev.flyball.metrics.trust.CertificateReceiver;
import dev.flyball.metrics.trust.ManagedCertificates;
import dev.flyball.metrics.trust.MountedCertificates;
import dev.flyball.metrics.trust.SecureServer;
import dev.flyball.metrics.trust.ServerListener;
import dev.flyball.metrics.trust.ServerNames;
import dev.flyball.metrics.trust.ServingCertificate;
import dev.flyball.metrics.trust.TrustedAdmission;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics APIs and the validating webhook over HTTPS: certificates first, then the server, then
 * whom it believes.
 *
 * <p>A certificate cannot be had while the API server is out of reach; the server begins to listen
 * once there is one, and the controller decides meanwhile. Owned by the loop's context; requests
 * are answered on event loops of their own.
 */
public final class MetricsApiServer {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsApiServer.class);
  private static final long RETRY_MILLIS = 2_000;

  /** How long the server waits for whom to believe before it listens all the same. */
  private static final long PATIENCE_SECONDS = 5;

  private final Vertx vertx;
  private final MetricsApiOptions options;
  private final SecureServer server;
  private final TrustedAdmission admission;
  private final AuthenticationConfigWatch watch;
  private final CertificateSource certificates;
  private long timer = -1;
  private boolean closed;

  /** Certificates, wherever they come from: one's own or mounted ones. */
  private interface CertificateSource {
    /** Begins; the number of the timer that looks after them. */
    Future<Long> start();
  }

  /**
   * What the server needs of its process.
   *
   * @param vertx the instance on whose event loops it answers
   * @param watches makes a watch of whom the API server tells to believe
   * @param api asks the API server
   * @param clock the time
   * @param namespace namespace of the controller
   */
  public record Surroundings(
      Vertx vertx,
      Function<Consumer<AuthenticationConfig>, AuthenticationConfigWatch> watches,
      ApiClient api,
      Clock clock,
      String namespace) {}

  /**
   * What is served.
   *
   * @param provider the values
   * @param fallback who is asked for external metrics that the provider does not know
   * @param scalers the objects of {@code flyball.dev}, where they are served
   * @param validation answers at {@link ValidationEndpoint#PATH} where the webhook is served
   * @param ready whether {@code /readyz} says so
   * @param listener hears of requests, for their metrics
   */
  public record Served(
      MetricsProvider provider,
      ExternalFallback fallback,
      ObjectProvider scalers,
      Handler<HttpServerRequest> validation,
      BooleanSupplier ready,
      ServerListener listener) {}

  /** A server that does not listen yet. */
  public MetricsApiServer(Surroundings around, MetricsApiOptions options, Served served) {
    this.vertx = around.vertx();
    this.options = options;
    this.admission = new TrustedAdmission(vertx, new ApiReviews(around.api()), around.clock());
    MetricsApi metrics =
        new MetricsApi(
            served.provider(),
            admission,
            around.clock(),
            new MetricsApiSettings(
                options.served(),
                served.ready(),
                Optional.of(served.fallback()),
                options.scalers() ? List.of(served.scalers()) : List.of(),
                version()));
    Handler<HttpServerRequest> handler =
        options.webhook().isPresent() ? besides(metrics, served.validation()) : metrics;
    this.server = new SecureServer(vertx, 1, options.limits(), served.listener(), handler);
    this.watch = around.watches().apply(admission::configure);
    this.certificates = certificates(around);
  }

  private static Handler<HttpServerRequest> besides(
      Handler<HttpServerRequest> others, Handler<HttpServerRequest> validation) {
    return request -> {
      boolean validates = ValidationEndpoint.PATH.equals(request.path());
      (validates ? validation : others).handle(request);
    };
  }

  private static String version() {
    String version = MetricsApiServer.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private CertificateSource certificates(Surroundings around) {
    CertificateReceiver receiver = new Receiver(trusts(around));
    if (options.certificates().isPresent()) {
      return new MountedCertificates(vertx, options.certificates().get(), receiver)::start;
    }
    ManagedCertificates managed =
        new ManagedCertificates(
            vertx::executeBlocking,
            new SecretVault(around.api(), around.namespace(), MetricsApiOptions.SECRET),
            ServerNames.ofService(options.service(), around.namespace()),
            CertificateLifetimes.DEFAULT,
            receiver,
            around.clock());
    return () -> managed.start(vertx);
  }

  /** Those who are told whom to trust: only what is served has been granted to be written to. */
  private List<Function<String, Future<?>>> trusts(Surroundings around) {
    List<Function<String, Future<?>>> trusts = new ArrayList<>();
    if (!options.served().versions().isEmpty() || options.scalers()) {
      trusts.add(new ApiServiceTrust(around.api(), around.namespace(), options.service())::publish);
    }
    options
        .webhook()
        .map(name -> new WebhookTrust(around.api(), around.namespace(), options.service(), name))
        .ifPresent(trust -> trusts.add(trust::publish));
    return trusts;
  }

  /** Tells callers whom to trust, and begins to listen with the first certificate. */
  private final class Receiver implements CertificateReceiver {
    private final List<Function<String, Future<?>>> trusts;
    private boolean listening;

    Receiver(List<Function<String, Future<?>>> trusts) {
      this.trusts = trusts;
    }

    @Override
    public Future<Void> trust(String authorities) {
      return Future.join(trusts.stream().map(trust -> trust.apply(authorities)).toList())
          .mapEmpty();
    }

    @Override
    public Future<Void> serve(ServingCertificate certificate) {
      if (listening) {
        return server.serve(certificate);
      }
      return server
          .listen(options.host(), options.port(), certificate)
          .recover(
              error ->
                  Future.failedFuture(
                      "port " + options.port() + " cannot be used: " + error.getMessage()))
          .onSuccess(
              listens -> {
                listening = true;
                LOG.info("serving {} on port {}", served(), server.port());
              });
    }
  }

  /** What is served, for people. */
  private String served() {
    List<String> served = new ArrayList<>();
    if (!options.served().versions().isEmpty()) {
      served.add("the metrics APIs");
    } else if (options.scalers()) {
      served.add("scalers");
    }
    options.webhook().ifPresent(name -> served.add("the webhook"));
    return String.join(" and ", served);
  }

  /**
   * Begins, and goes on trying until there is a certificate. Called on the loop's context.
   *
   * @return succeeds once the server listens
   */
  public Future<Void> start() {
    return watch
        .start()
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .onFailure(e -> LOG.warn("client certificates are not believed yet: {}", e.toString()))
        .transform(done -> listen());
  }

  private Future<Void> listen() {
    if (closed) {
      return Future.failedFuture("closed");
    }
    return certificates
        .start()
        .onSuccess(started -> timer = started)
        .<Void>mapEmpty()
        .recover(
            error -> {
              LOG.warn("cannot serve {} yet, trying again: {}", served(), error.getMessage());
              return vertx.timer(RETRY_MILLIS).transform(waited -> listen());
            });
  }

  /** The port that it listens on; 0 while it does not. */
  public int port() {
    return server.port();
  }

  /** Stops listening. Called on the loop's context; {@link #closeWatch} has to follow. */
  public Future<Void> close() {
    closed = true;
    if (timer >= 0) {
      vertx.cancelTimer(timer);
    }
    return server.close();
  }

  /** Stops watching; may block for a moment. */
  public void closeWatch() {
    watch.close();
  }
}
