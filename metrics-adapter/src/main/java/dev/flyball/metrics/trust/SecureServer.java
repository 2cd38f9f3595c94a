package dev.flyball.metrics.trust;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.Http2ServerConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTPS server for a metrics API: TLS 1.2 and 1.3, HTTP/2 and HTTP/1.1, limits on what callers
 * can use up, and a certificate that can be replaced while connections are open.
 *
 * <p>Clients are asked for a certificate and need not have one. What they show is not verified here
 * but with each request, by {@link TrustedAdmission}.
 *
 * <p>Handlers run on the event loop of their connection. They may not replace the {@code
 * endHandler} and {@code closeHandler} of the response, by which requests in flight are counted;
 * what they throw is answered with 500.
 */
public final class SecureServer {
  private static final Logger LOG = LoggerFactory.getLogger(SecureServer.class);
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** Several servers share a port that the system chose if they ask for the same number below 0. */
  private static final AtomicInteger SHARED_PORT = new AtomicInteger(-6443);

  private final Vertx vertx;
  private final int eventLoops;
  private final ServerLimits limits;
  private final ServerListener listener;
  private final Intake intake;
  private final CountedTls tls;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private volatile String deployment = "";

  /**
   * A server that does not listen yet.
   *
   * @param eventLoops event loops that share the connections, at least 1
   */
  public SecureServer(
      Vertx vertx,
      int eventLoops,
      ServerLimits limits,
      ServerListener listener,
      Handler<HttpServerRequest> handler) {
    if (eventLoops < 1) {
      throw new IllegalArgumentException("needs an event loop at least: " + eventLoops);
    }
    this.vertx = vertx;
    this.eventLoops = eventLoops;
    this.limits = limits;
    this.listener = listener;
    this.intake = new Intake(limits, listener, handler);
    this.tls = new CountedTls(limits, listener);
  }

  /**
   * Begins to listen. Called once.
   *
   * @param port 0 takes a free one
   * @param certificate what it shows to those who connect, until {@link #serve}
   * @return fails where the port is taken
   */
  public Future<Void> listen(String host, int port, ServingCertificate certificate) {
    int shared = port == 0 ? SHARED_PORT.getAndDecrement() : port;
    ServerSSLOptions ssl = sslOptions(certificate);
    return vertx
        .deployVerticle(
            () -> new EventLoop(host, shared, ssl),
            new DeploymentOptions().setInstances(eventLoops))
        .onSuccess(id -> deployment = id)
        .mapEmpty();
  }

  /**
   * Shows another certificate to those who connect from now on. Open connections stay. Nothing
   * happens where the server does not listen.
   */
  public Future<Void> serve(ServingCertificate certificate) {
    ServerSSLOptions ssl = sslOptions(certificate);
    return Future.join(servers.stream().map(server -> server.updateSSLOptions(ssl)).toList())
        .mapEmpty();
  }

  /** The port that it listens on; 0 while it does not. */
  public int port() {
    return servers.isEmpty() ? 0 : servers.getFirst().actualPort();
  }

  /** Connections that have finished their handshake. */
  public int connections() {
    return tls.connections();
  }

  /** Connections that have not finished their handshake. */
  public int handshakes() {
    return tls.handshakes();
  }

  /** Requests being answered. */
  public int requestsInFlight() {
    return intake.inFlight();
  }

  /** Stops listening; requests in flight have 2 s to be answered. */
  public Future<Void> close() {
    String id = deployment;
    deployment = "";
    return id.isEmpty() ? Future.succeededFuture() : vertx.undeploy(id);
  }

  private ServerSSLOptions sslOptions(ServingCertificate certificate) {
    return new ServerSSLOptions()
        .setClientAuth(ClientAuth.REQUEST)
        .setTrustOptions(TrustOptions.wrap(new ChainCollector()))
        .setKeyCertOptions(KeyCertOptions.wrap(certificate.keyManagers()))
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
        .setSslHandshakeTimeout(limits.handshakeTimeout().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  private HttpServerConfig serverConfig() {
    Http2Settings settings =
        new Http2Settings()
            .setMaxConcurrentStreams(limits.streams())
            .setMaxHeaderListSize(limits.headerBytes());
    // Bytes that come by themselves keep no connection open for longer than the sweep allows; this
    // is for those where an answer does not come either.
    return new HttpServerConfig()
        .setVersions(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)
        .setIdleTimeout(limits.idleTimeout().multipliedBy(2))
        .setHttp1Config(
            new Http1ServerConfig()
                .setMaxHeaderSize(limits.headerBytes())
                // The method and version stand in the line too.
                .setMaxInitialLineLength(limits.urlBytes() + 32))
        .setHttp2Config(new Http2ServerConfig().setInitialSettings(settings));
  }

  /** The server of one event loop. */
  private final class EventLoop extends VerticleBase {
    private final String host;
    private final int port;
    private final ServerSSLOptions ssl;
    private final OpenConnections connections = new OpenConnections(limits, listener);
    private @Nullable HttpServer server;

    EventLoop(String host, int port, ServerSSLOptions ssl) {
      this.host = host;
      this.port = port;
      this.ssl = ssl;
    }

    @Override
    public Future<?> start() {
      HttpServer built =
          vertx
              .httpServerBuilder()
              .with(serverConfig())
              .with(ssl)
              .with(tls)
              .withConnectHandler(this::opened)
              .build()
              .requestHandler(request -> intake.take(request, connections))
              .invalidRequestHandler(intake::refuse)
              // Broken connections are everyday; the listener hears of handshakes elsewhere.
              .exceptionHandler(e -> LOG.debug("a connection broke: {}", e.toString()));
      vertx.setPeriodic(
          OpenConnections.sweepInterval(limits).toMillis(),
          id -> connections.sweep(System.nanoTime()));
      server = built;
      return built.listen(port, host).onSuccess(servers::add);
    }

    private void opened(HttpConnection connection) {
      tls.opened(connection);
      connections.opened(connection, System.nanoTime());
    }

    @Override
    public Future<?> stop() {
      servers.remove(server);
      return server == null ? Future.succeededFuture() : server.shutdown(GRACE);
    }
  }
}
