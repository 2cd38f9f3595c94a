package dev.flyball.controller.cluster;

import dev.flyball.controller.loop.Leadership;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Utils;
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
  private final SharedIndexInformer<Lease> informer;
  private @Nullable CompletableFuture<?> standing;
  private boolean closed;
  private boolean said;

  /**
   * A candidate that does not stand yet.
   *
   * @param lease which Lease, and as whom
   * @param executor runs what blocks
   * @param changed called after this candidate has come to lead or leads no longer
   */
  LeaseCandidate(
      KubernetesClient client, Named lease, LeaseTimes times, Executor executor, Runnable changed) {
    this.client = client;
    this.lease = lease.namespace() + "/" + lease.name();
    this.times = times;
    this.executor = executor;
    this.changed = changed;
    FailureLog failures =
        new FailureLog(LOG, InstantSource.system(), "the Lease cannot be read or written");
    this.lock =
        new FencedLock(
            new LeaseLock(lease.namespace(), lease.name(), lease.identity()),
            times,
            Clocks.SYSTEM,
            this::tell,
            cause -> failures.failed(this.lease, cause));
    this.informer = follow(lease.namespace(), lease.name());
  }

  /**
   * Which Lease, and as whom.
   *
   * @param identity name of this process among all that ever stand
   */
  record Named(String namespace, String name, String identity) {}

  /** The term that is on for certain; {@link Leadership#NONE} where none is. */
  long term() {
    return lock.term();
  }

  private synchronized void stand() {
    if (closed) {
      return;
    }
    Lock turn = lock.nextTurn();
    LeaderCallbacks silent = new LeaderCallbacks(() -> {}, () -> {}, leader -> {});
    LeaderElectionConfig config =
        new LeaderElectionConfig(
            turn, times.lease(), times.renewDeadline(), times.retry(), silent, false, lease);
    standing = new LeaderElector(client, config, executor).start();
    var _ = standing.whenComplete((done, error) -> lost(turn));
  }

  /** An elector has ended: the lease was lost or could not be renewed in time. */
  private void lost(Lock turn) {
    if (lock.end(turn)) {
      again();
    }
  }

  private synchronized void again() {
    if (!closed) {
      CompletableFuture.delayedExecutor(times.retry().toMillis(), TimeUnit.MILLISECONDS, executor)
          .execute(this::stand);
    }
  }

  /**
   * The Lease was seen to be free: looks at once, instead of waiting for the elector to look. It
   * cannot be told to, so another one takes its turn.
   */
  private synchronized void free() {
    CompletableFuture<?> waiting = standing;
    if (waiting != null && term() == Leadership.NONE) {
      stand();
      waiting.cancel(true);
    }
  }

  /** Follows the Lease. Without it, a Lease that is given back is noticed at the next look. */
  private SharedIndexInformer<Lease> follow(String namespace, String name) {
    SharedIndexInformer<Lease> informer =
        client.leases().inNamespace(namespace).withName(name).runnableInformer(0);
    informer
        .addEventHandler(
            new ResourceEventHandler<>() {
              @Override
              public void onAdd(Lease lease) {
                // Looked at when this candidate begins to stand.
              }

              @Override
              public void onUpdate(Lease before, Lease lease) {
                if (Utils.isNullOrEmpty(lease.getSpec().getHolderIdentity())) {
                  executor.execute(LeaseCandidate.this::free);
                }
              }

              @Override
              public void onDelete(Lease lease, boolean finalStateUnknown) {
                executor.execute(LeaseCandidate.this::free);
              }
            })
        .exceptionHandler((started, error) -> true);
    return informer;
  }

  /** Begins to stand and to follow the Lease. */
  void start() {
    informer.start();
    stand();
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
      try {
        lock.giveBack(client);
      } catch (KubernetesClientException e) {
        LOG.atWarn().addKeyValue("lease", lease).log("is not given back, and will run out");
      }
      ending.cancel(true);
    }
    informer.stop();
  }
}
