package dev.flyball.controller;

import dev.flyball.controller.admission.ValidationEndpoint;
import dev.flyball.controller.cluster.AuthenticationConfigWatch;
import dev.flyball.controller.cluster.ClusterMetrics;
import dev.flyball.controller.cluster.ClusterWatch;
import dev.flyball.controller.cluster.ConfigMapStatusStore;
import dev.flyball.controller.cluster.EventRecorder;
import dev.flyball.controller.cluster.EventSubject;
import dev.flyball.controller.cluster.FencedApiClient;
import dev.flyball.controller.cluster.HttpApiClient;
import dev.flyball.controller.cluster.KnownKinds;
import dev.flyball.controller.cluster.PodUsages;
import dev.flyball.controller.cluster.ResourceNames;
import dev.flyball.controller.cluster.Scales;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.ControlLoop;
import dev.flyball.controller.loop.DecisionSource;
import dev.flyball.controller.loop.Leadership;
import dev.flyball.controller.loop.LoopPorts;
import dev.flyball.controller.loop.SnapshotSource;
import dev.flyball.controller.metricsapi.MetricsApiOptions;
import dev.flyball.controller.metricsapi.MetricsApiServer;
import dev.flyball.controller.scalers.Scalers;
import dev.flyball.controller.sources.MetricSources;
import dev.flyball.controller.telemetry.Telemetry;
import dev.flyball.controller.web.WebServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.vertx5.Vertx5HttpClientFactory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A running controller: one Vert.x instance that the Kubernetes client, the scraper and the web
 * server share, and the loop on one of its contexts.
 */
public final class FlyballController {
  /** Flushing takes two of them at most. */
  private static final long STAND_DOWN_MILLIS = 4_000;

  private final Vertx vertx;
  private final Context context;
  private final KubernetesClient client;
  private final HttpApiClient api;
  private final Election election;
  private final MetricSources sources;
  private final ControlLoop loop;
  private final ClusterWatch watch;
  private final WebServer web;
  private final Scalers scalers;
  private final Optional<MetricsApiServer> metricsApi;

  private FlyballController(Vertx vertx, ControllerOptions options) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.client =
        new KubernetesClientBuilder()
            .withConfig(options.kubernetes())
            .withHttpClientFactory(new Vertx5HttpClientFactory(vertx))
            .withKubernetesSerialization(KnownKinds.serialization())
            .build();
    this.api = new HttpApiClient(client, context);
    // Ports and the watch refer to the loop and the loop to them: it comes later.
    AtomicReference<ControlLoop> later = new AtomicReference<>();
    Telemetry telemetry = new Telemetry();
    this.election = Election.of(options, client, (n, ended) -> later.get().handOver(n, ended));
    election.show(telemetry, options.namespace());
    this.sources =
        new MetricSources(
            context,
            options.clock(),
            new ClusterMetrics(api),
            new OwnToken(vertx, options.kubernetes()));
    AtomicReference<ClusterWatch> watching = new AtomicReference<>();
    LoopPorts ports = ports(options, election.leadership(), telemetry, later);
    this.loop =
        new ControlLoop(
            vertx,
            context,
            ports,
            target -> watching.get().watchKind(target),
            () -> watching.get().watchQuotas());
    later.set(loop);
    this.watch = new ClusterWatch(api, context, loop.listener(), options.namespace());
    watching.set(watch);
    this.web =
        new WebServer(
            vertx,
            new WebServer.Shown(loop, loop.decisions(), telemetry, election.shards()),
            options.clock());
    this.scalers = new Scalers(vertx, loop.decisions(), options.clock());
    this.metricsApi = options.metricsApi().map(o -> metricsApi(options, o, telemetry));
  }

  private LoopPorts ports(
      ControllerOptions options,
      Leadership leadership,
      Telemetry telemetry,
      AtomicReference<ControlLoop> later) {
    FencedApiClient writes = new FencedApiClient(api, leadership);
    ResourceNames resourceNames = new ResourceNames(api);
    return new LoopPorts(
        new Scales(writes, resourceNames),
        new PodUsages(api),
        resourceNames,
        sources,
        leadership,
        new ConfigMapStatusStore(writes, options.clock(), options.clock().getZone()),
        new EventRecorder(
            writes,
            options.clock(),
            options.instance(),
            policy -> subject(options, policy, later.get())),
        telemetry,
        options.clock(),
        options.journalBytes());
  }

  /** Of a scaler where those are served, and of the ConfigMap for what has none. */
  private static EventSubject subject(
      ControllerOptions options, PolicyId policy, ControlLoop loop) {
    String uid = loop.configMapUid(policy.namespace(), policy.configMap());
    boolean scalers = options.metricsApi().filter(MetricsApiOptions::scalers).isPresent();
    return scalers && !uid.isEmpty()
        ? Scalers.subject(policy, uid)
        : EventSubject.configMap(policy, uid);
  }

  private MetricsApiServer metricsApi(
      ControllerOptions options, MetricsApiOptions serving, Telemetry telemetry) {
    return new MetricsApiServer(
        new MetricsApiServer.Surroundings(
            vertx,
            listener -> new AuthenticationConfigWatch(api, context, listener),
            api,
            options.clock(),
            options.namespace()),
        serving,
        new MetricsApiServer.Served(
            sources.served(),
            sources.fallback(),
            scalers,
            new ValidationEndpoint(vertx, options.namespace(), loop),
            loop::isSynced,
            telemetry));
  }

  /**
   * Starts a controller.
   *
   * @return succeeds once the web server listens; the cluster may still be unread then, which
   *     {@code /readyz} tells. Fails, with everything closed, where the port or the client's
   *     credentials cannot be used
   */
  public static Future<FlyballController> start(ControllerOptions options) {
    // A promise of no context: those of a Vert.x that is closed tell nobody anything any more.
    Promise<FlyballController> started = Promise.promise();
    Vertx vertx = Vertx.vertx();
    try {
      FlyballController controller = new FlyballController(vertx, options);
      controller
          .web
          .listen(options.host(), options.port())
          .onSuccess(
              listening -> {
                controller.begin();
                started.complete(controller);
              })
          .onFailure(error -> controller.close().onComplete(closed -> started.fail(error)));
    } catch (KubernetesClientException e) {
      vertx.close().onComplete(closed -> started.fail(e));
    }
    return started.future();
  }

  private void begin() {
    context.runOnContext(
        v -> {
          loop.start();
          election.start(watch.start());
          metricsApi.ifPresent(MetricsApiServer::start);
        });
  }

  /** The port of the web server. */
  public int webPort() {
    return web.port();
  }

  /** The port of the metrics APIs; 0 while they are not served. */
  public int metricsApiPort() {
    return metricsApi.map(MetricsApiServer::port).orElse(0);
  }

  /** What was decided. */
  public DecisionSource decisions() {
    return loop.decisions();
  }

  /** The state of the loop. */
  public SnapshotSource snapshots() {
    return loop;
  }

  /**
   * Stops: no more decisions, status written, and only then leadership given back, so that the next
   * leader finds all there is; connections closed. Takes five seconds at most, however little the
   * API server answers.
   */
  public Future<Void> close() {
    Promise<Void> flushed = Promise.promise();
    context.runOnContext(
        v ->
            loop.close()
                .onComplete(
                    done -> {
                      sources.close();
                      flushed.complete();
                    }));
    return flushed
        .future()
        .compose(v -> vertx.executeBlocking(this::standDown))
        .timeout(STAND_DOWN_MILLIS, TimeUnit.MILLISECONDS)
        .onComplete(v -> scalers.close())
        .transform(v -> web.close())
        .compose(v -> metricsApi.map(MetricsApiServer::close).orElse(Future.succeededFuture()))
        .compose(v -> vertx.executeBlocking(this::closeClients))
        .eventually(vertx::close)
        .mapEmpty();
  }

  private boolean standDown() {
    election.close();
    return true;
  }

  private boolean closeClients() {
    watch.close();
    metricsApi.ifPresent(MetricsApiServer::closeWatch);
    api.close();
    client.close();
    return true;
  }
}
