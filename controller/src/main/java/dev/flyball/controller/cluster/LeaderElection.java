package dev.flyball.controller.cluster;

import dev.flyball.controller.loop.Leadership;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Leadership by holding the Lease {@value #LEASE} in the controller's namespace.
 *
 * <p>Losing it does not end the process, which becomes a standby. Safe for several threads.
 */
public final class LeaderElection implements Leadership, AutoCloseable {
  /** Name of the Lease. */
  public static final String LEASE = "flyball";

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final LeaseCandidate candidate;
  private volatile Runnable listener = () -> {};

  /**
   * An election that has not begun.
   *
   * @param namespace where the Lease is
   * @param instance name of this process, such as its pod's; what makes it unique is added
   */
  public LeaderElection(
      KubernetesClient client, String namespace, String instance, LeaseTimes times) {
    String identity = instance + "_" + UUID.randomUUID();
    this.candidate =
        new LeaseCandidate(
            impatient(client, times),
            new LeaseCandidate.Named(namespace, LEASE, identity),
            times,
            executor,
            () -> listener.run());
  }

  /** Looks again instead of waiting: a request that hangs must not use up the renew deadline. */
  static KubernetesClient impatient(KubernetesClient client, LeaseTimes times) {
    return client
        .newClient(
            new RequestConfigBuilder()
                .withRequestTimeout(Math.toIntExact(times.renewEvery().toMillis()))
                .withRequestRetryBackoffLimit(0)
                .build())
        .adapt(KubernetesClient.class);
  }

  /** Begins to stand for election. */
  public void start() {
    candidate.start();
  }

  @Override
  public long term(String namespace) {
    return candidate.term();
  }

  @Override
  public void onChange(Runnable changed) {
    listener = changed;
  }

  /** Whether this process leads. Never blocks. */
  public boolean leads() {
    return candidate.term() != NONE;
  }

  /** Gives the Lease back and stands no longer. Blocks for a request or two. */
  @Override
  public void close() {
    candidate.release();
    executor.shutdown();
  }
}
