package dev.flyball.minicluster;

import dev.flyball.minicluster.cluster.NodeSpec;
import dev.flyball.minicluster.cluster.ServingOptions;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Minicluster} is made of; every option has a default. */
public final class MiniclusterBuilder {
  int port;
  List<NodeSpec> nodes = NodeSpec.arm64("node").times(3);
  Duration podStartupDelay = Duration.ZERO;
  Duration readinessDelay = Duration.ZERO;
  Duration podShutdownDelay = Duration.ZERO;
  Duration metricsResolution = Duration.ofSeconds(15);
  Duration bookmarkInterval = Duration.ofSeconds(60);
  int watchWindow = 20_000;
  double speed = 1;
  @Nullable Instant virtualStart;
  @Nullable Vertx vertx;
  @Nullable ServingOptions serving;
  int syntheticMetricsPort;
  boolean apiOnly;
  @Nullable KeyCertOptions secureKey;

  MiniclusterBuilder() {}

  /** Port of the API; 0, the default, takes a free one. */
  public MiniclusterBuilder port(int apiPort) {
    port = apiPort;
    return this;
  }

  /** The nodes; by default three of {@link NodeSpec#arm64}. */
  public MiniclusterBuilder nodes(List<NodeSpec> specs) {
    nodes = List.copyOf(specs);
    return this;
  }

  /** The nodes; by default three of {@link NodeSpec#arm64}. */
  public MiniclusterBuilder nodes(NodeSpec... specs) {
    return nodes(List.of(specs));
  }

  /** From the binding of a pod to its containers running; none by default. */
  public MiniclusterBuilder podStartupDelay(Duration delay) {
    podStartupDelay = delay;
    return this;
  }

  /** From the containers running to the pod being ready; none by default. */
  public MiniclusterBuilder readinessDelay(Duration delay) {
    readinessDelay = delay;
    return this;
  }

  /** From the deletion of a pod to its end, at most its grace period; none by default. */
  public MiniclusterBuilder podShutdownDelay(Duration delay) {
    podShutdownDelay = delay;
    return this;
  }

  /** How often metrics.k8s.io measures; 15 s by default, as metrics-server. */
  public MiniclusterBuilder metricsResolution(Duration resolution) {
    metricsResolution = resolution;
    return this;
  }

  /** How often watches that allow it get a bookmark; 60 s by default. */
  public MiniclusterBuilder bookmarkInterval(Duration interval) {
    bookmarkInterval = interval;
    return this;
  }

  /**
   * Changes that each resource keeps for watches; 20,000 by default. Older versions are answered
   * with 410.
   */
  public MiniclusterBuilder watchWindow(int changes) {
    watchWindow = changes;
    return this;
  }

  /**
   * How much faster than written the cluster's delays and resolutions pass; timestamps stay the
   * wall clock's.
   */
  public MiniclusterBuilder speed(double factor) {
    speed = factor;
    return this;
  }

  /** Virtual time from this moment on: it moves with {@link Minicluster#advance} alone. */
  public MiniclusterBuilder virtualTime(Instant start) {
    virtualStart = start;
    return this;
  }

  /**
   * A Vert.x to share; it stays open when the cluster closes. By default the cluster has its own.
   */
  public MiniclusterBuilder vertx(Vertx shared) {
    vertx = shared;
    return this;
  }

  /**
   * Makes every pod a real HTTP server like this. Without it only pods are that whose template
   * carries the annotation {@link ServingOptions#SERVICE_TIME}; the others are synthetic.
   */
  public MiniclusterBuilder servePods(ServingOptions options) {
    serving = options;
    return this;
  }

  /**
   * Serves {@code /metrics} of all synthetic pods on this port of each pod's address (Linux alone);
   * 0 for not.
   */
  public MiniclusterBuilder syntheticMetricsPort(int metricsPort) {
    syntheticMetricsPort = metricsPort;
    return this;
  }

  /**
   * Serves the API alone: there are no nodes, and nothing acts on what is put into it, so that
   * objects are and stay as they are written, with their status.
   */
  public MiniclusterBuilder apiOnly() {
    apiOnly = true;
    return this;
  }

  /** Serves the API over HTTPS too, on a free port, with this key and certificate. */
  public MiniclusterBuilder secure(KeyCertOptions key) {
    secureKey = key;
    return this;
  }

  /** The cluster, not started yet. */
  public Minicluster build() {
    return new Minicluster(this);
  }
}
