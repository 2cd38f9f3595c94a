package dev.flyball.controller;

import dev.flyball.controller.cluster.ClusterMetrics;
import dev.flyball.controller.cluster.ClusterWatch;
import dev.flyball.controller.cluster.ConfigMapStatusStore;
import dev.flyball.controller.cluster.EventRecorder;
import dev.flyball.controller.cluster.FencedApiClient;
import dev.flyball.controller.cluster.HttpApiClient;
import dev.flyball.controller.cluster.LeaderElection;
import dev.flyball.controller.cluster.PodUsages;
import dev.flyball.controller.cluster.ResourceNames;
import dev.flyball.controller.cluster.Scales;
import dev.flyball.controller.loop.ControlLoop;
import dev.flyball.controller.loop.Leadership;
import dev.flyball.controller.loop.LoopPorts;
import dev.flyball.controller.loop.SnapshotSource;
import dev.flyball.controller.telemetry.Telemetry;
import dev.flyball.controller.web.WebServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
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
  private final Optional<LeaderElection> election;
  private final ControlLoop loop;
  private final ClusterWatch watch;
  private final WebServer web;

  private FlyballController(ControllerOptions options) {
    this.vertx = Vertx.vertx();
    this.context = vertx.getOrCreateContext();
    this.client =
        new KubernetesClientBuilder()
            .withConfig(options.kubernetes())
            .withHttpClientFactory(new Vertx5HttpClientFactory(vertx))
            .build();
    this.api = new HttpApiClient(client, context);
    // Ports and the watch refer to the loop and the loop to them: it comes later.
    AtomicReference<ControlLoop> later = new AtomicReference<>();
    this.election =
        options
            .leases()
            .map(t -> new LeaderElection(client, options.namespace(), options.instance(), t));
    Leadership leadership = election.isPresent() ? election.get() : Leadership.ALWAYS;
    FencedApiClient writes = new FencedApiClient(api, leadership);
    Telemetry telemetry = new Telemetry();
    telemetry.leader(() -> leadership.term(options.namespace()) != Leadership.NONE);
    ResourceNames resourceNames = new ResourceNames(api);
    LoopPorts ports =
        new LoopPorts(
            new Scales(writes, resourceNames),
            new PodUsages(api),
            resourceNames,
            settings -> new ClusterMetrics(api),
            leadership,
            new ConfigMapStatusStore(writes, options.clock(), options.clock().getZone()),
            new EventRecorder(
                writes,
                options.clock(),
                options.instance(),
                (namespace, name) -> later.get().configMapUid(namespace, name)),
            telemetry,
            options.clock());
    AtomicReference<ClusterWatch> watching = new AtomicReference<>();
    this.loop = new ControlLoop(vertx, context, ports, target -> watching.get().watchKind(target));
    later.set(loop);
    this.watch = new ClusterWatch(client, context, loop, options.namespace());
    watching.set(watch);
    this.web = new WebServer(vertx, loop, telemetry, options.clock());
  }

  /**
   * Starts a controller.
   *
   * @return succeeds once the web server listens; the cluster may still be unread then, which
   *     {@code /readyz} tells
   */
  public static Future<FlyballController> start(ControllerOptions options) {
    FlyballController controller = new FlyballController(options);
    return controller
        .web
        .listen(options.host(), options.port())
        .map(
            listening -> {
              controller.context.runOnContext(
                  v -> {
                    controller.loop.start();
                    controller.watch.start();
                    controller.election.ifPresent(LeaderElection::start);
                  });
              return controller;
            })
        .recover(error -> controller.close().transform(closed -> Future.failedFuture(error)));
  }

  /** The port of the web server. */
  public int webPort() {
    return web.port();
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
    context.runOnContext(v -> loop.close().onComplete(done -> flushed.complete()));
    return flushed
        .future()
        .compose(v -> vertx.executeBlocking(this::standDown))
        .timeout(STAND_DOWN_MILLIS, TimeUnit.MILLISECONDS)
        .transform(v -> web.close())
        .compose(v -> vertx.executeBlocking(this::closeClients))
        .eventually(vertx::close)
        .mapEmpty();
  }

  private boolean standDown() {
    election.ifPresent(LeaderElection::close);
    return true;
  }

  private boolean closeClients() {
    watch.close();
    api.close();
    client.close();
    return true;
  }
}
