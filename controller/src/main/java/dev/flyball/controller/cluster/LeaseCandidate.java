package dev.flyball.controller.cluster;

import dev.flyball.controller.loop.Leadership;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Lease that this process tries to hold, again and again: after a loss it is a candidate like
 * the others. Safe for several threads.
 */
final class LeaseCandidate {
  private static final Logger LOG = LoggerFactory.getLogger("flyball.leader");

  private final KubernetesClient client;
  private final String lease;
  private final LeaseTimes times;
  private final Executor executor;
  private final Runnable changed;
  private final FencedLock lock;
  private @Nullable CompletableFuture<?> standing;
  private boolean closed;
  private boolean said;

  /**
   * A candidate that does not stand yet.
   *
   * @param lease the Lease, and the name of this process among all that ever stand
   * @param executor runs what blocks
   * @param changed called after this candidate has come to lead or leads no longer
   */
  LeaseCandidate(
      KubernetesClient client,
      LeaseLock lease,
      LeaseTimes times,
      Executor executor,
      Runnable changed) {
    this.client = client;
    this.lease = lease.describe();
    this.times = times;
    this.executor = executor;
    this.changed = changed;
    FailureLog failures =
        new FailureLog(LOG, InstantSource.system(), "the Lease cannot be read or written");
    this.lock =
        new FencedLock(
            lease,
            times,
            FencedLock.Clocks.SYSTEM,
            this::tell,
            cause -> failures.failed(this.lease, cause));
  }

  /** The term that is on for certain; {@link Leadership#NONE} where none is. */
  long term() {
    return lock.term();
  }

  /** Begins to stand. */
  synchronized void stand() {
    if (closed) {
      return;
    }
    LeaderCallbacks silent = new LeaderCallbacks(() -> {}, () -> {}, leader -> {});
    LeaderElectionConfig config =
        new LeaderElectionConfig(
            lock, times.lease(), times.renewDeadline(), times.retry(), silent, true, lease);
    standing = new LeaderElector(client, config, executor).start();
    var _ = standing.whenComplete((done, error) -> lost());
  }

  /** The elector has ended: the lease was lost, could not be renewed in time, or given back. */
  private void lost() {
    lock.end();
    again(times.retry());
  }

  private synchronized void again(Duration pause) {
    if (!closed) {
      CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, executor)
          .execute(this::stand);
    }
  }

  private void tell() {
    boolean leads = term() != Leadership.NONE;
    if (leads != said) {
      said = leads;
      LOG.atInfo()
          .addKeyValue("lease", lease)
          .log(leads ? "leads" : "leads no longer, and stands by");
    }
    changed.run();
  }

  /** Gives the lease back, if it is held, and stands no longer. Blocks for a request or two. */
  void release() {
    CompletableFuture<?> ending;
    synchronized (this) {
      closed = true;
      ending = standing;
    }
    if (ending != null) {
      // Ends the elector, which gives the lease back on this thread.
      ending.cancel(true);
    }
    lock.end();
  }
}
