package dev.flyball.controller;

import dev.flyball.controller.cluster.LeaseTimes;
import dev.flyball.controller.journal.MemoryBudget;
import dev.flyball.controller.metricsapi.MetricsApiOptions;
import io.fabric8.kubernetes.client.Config;
import java.time.Clock;
import java.util.Optional;

/**
 * How a controller is started.
 *
 * @param kubernetes how the API server is reached
 * @param namespace namespace of the controller, where its settings are
 * @param host address that the web server binds
 * @param port port of the web server; 0 takes a free one
 * @param metricsApi how the metrics APIs are served; empty where they are not
 * @param instance name of this process, such as its pod's
 * @param clock the time
 * @param leases how leadership among several replicas is held; empty for a process that is alone
 * @param journalBytes how much memory the logs of decisions may take, in bytes
 * @param shards how many shards the replicas share; 0 or 1 for one leader of all
 */
public record ControllerOptions(
    Config kubernetes,
    String namespace,
    String host,
    int port,
    Optional<MetricsApiOptions> metricsApi,
    String instance,
    Clock clock,
    Optional<LeaseTimes> leases,
    long journalBytes,
    int shards) {
  /** Options with the usual memory for logs of decisions, and without shards. */
  public ControllerOptions(
      Config kubernetes,
      String namespace,
      String host,
      int port,
      Optional<MetricsApiOptions> metricsApi,
      String instance,
      Clock clock,
      Optional<LeaseTimes> leases) {
    this(
        kubernetes,
        namespace,
        host,
        port,
        metricsApi,
        instance,
        clock,
        leases,
        MemoryBudget.DEFAULT_BYTES,
        0);
  }

  /** Namespace where the controller is installed unless told otherwise. */
  public static final String DEFAULT_NAMESPACE = "flyball-system";

  /** Port of health, metrics and dashboard. */
  public static final int DEFAULT_PORT = 8080;

  /** The same with so many shards. */
  public ControllerOptions withShards(int count) {
    return new ControllerOptions(
        kubernetes,
        namespace,
        host,
        port,
        metricsApi,
        instance,
        clock,
        leases,
        journalBytes,
        count);
  }

  /** Whether replicas share the namespaces. */
  public boolean areShared() {
    return shards > 1;
  }
}
