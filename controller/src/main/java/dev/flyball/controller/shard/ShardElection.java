package dev.flyball.controller.shard;

import dev.flyball.controller.cluster.Clocks;
import dev.flyball.controller.cluster.LeaseTimes;
import dev.flyball.controller.loop.HandOver;
import dev.flyball.controller.loop.Leadership;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leadership over the namespaces of some shards, while other replicas have the others.
 *
 * <p>Only policies of namespaces that are held are decided on: what a standby would do for the
 * others is what sharding is to save. Safe for several threads.
 */
public final class ShardElection implements Leadership, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("flyball.shards");
  private static final long CLOSE_MILLIS = 5_000;

  private final Shards shards;
  private final LeaseTimes times;
  private final boolean scrapesAll;
  private final ShardKeeper keeper;
  private final Semaphore wake = new Semaphore(0);
  private final Thread looking;
  private volatile Runnable listener = () -> {};
  private volatile boolean closed;
  private String failure = "";
  private String said = "";

  /**
   * Which shards there are, and who stands for them.
   *
   * @param instance name of this process, such as its pod's; what makes it unique is added
   * @param scrapesAll whether the pods of namespaces that others hold are scraped too, as the
   *     metrics APIs are served from them
   */
  public record Options(Shards shards, String instance, boolean scrapesAll) {}

  /** An election that has not begun. */
  public ShardElection(LeaseStore store, Options options, LeaseTimes times, HandOver handOver) {
    this.shards = options.shards();
    this.times = times;
    this.scrapesAll = options.scrapesAll();
    String identity = options.instance() + "_" + UUID.randomUUID();
    HandOver thenLook =
        (namespaces, ended) ->
            handOver.handOver(
                namespaces,
                () -> {
                  ended.run();
                  wake.release();
                });
    this.keeper =
        new ShardKeeper(
            store,
            new ShardKeeper.Named(identity, shards),
            times,
            Clocks.SYSTEM,
            new ShardKeeper.Listeners(thenLook, () -> listener.run()));
    this.looking = Thread.ofVirtual().name("shards").unstarted(this::lookOnAndOn);
  }

  /** Begins to stand; to be called when the cluster has been read. Does nothing once closed. */
  public synchronized void start() {
    if (!closed && looking.getState() == Thread.State.NEW) {
      looking.start();
    }
  }

  @Override
  public long term(String namespace) {
    return keeper.term(shards.of(namespace));
  }

  @Override
  public void onChange(Runnable changed) {
    listener = changed;
  }

  @Override
  public boolean follows(String namespace) {
    return term(namespace) != NONE;
  }

  @Override
  public boolean scrapes(String namespace) {
    return scrapesAll || follows(namespace);
  }

  @Override
  public boolean isShared() {
    return true;
  }

  /** Whether this process holds any shard. Never blocks. */
  public boolean leads() {
    return !view().own().isEmpty();
  }

  /** The shards, as of the last look, and those that are held now. Never blocks. */
  public ShardView view() {
    return keeper.view();
  }

  private void lookOnAndOn() {
    while (!closed) {
      try {
        keeper.look();
        failed("");
        tell();
      } catch (LeaseException e) {
        failed(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        // Whatever it is: who stops looking holds nothing any more and never again.
        failed(e.toString());
      }
      pause();
    }
  }

  private void pause() {
    try {
      if (wake.tryAcquire(times.retry().toMillis(), TimeUnit.MILLISECONDS)) {
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      closed = true;
      Thread.currentThread().interrupt();
    }
  }

  private void failed(String cause) {
    if (!cause.equals(failure)) {
      failure = cause;
      if (!cause.isEmpty()) {
        LOG.warn("the Leases of shards cannot be read or written: {}", cause);
      }
    }
  }

  private void tell() {
    ShardView view = view();
    String now =
        view.obstacle().isEmpty()
            ? "holds shards " + view.own() + " of " + shards.count()
            : "holds no shards: " + view.obstacle();
    if (!now.equals(said)) {
      said = now;
      LOG.atInfo().addKeyValue("replicas", view.replicas().size()).log(now);
    }
  }

  /** Gives everything back and stands no longer. Blocks for some requests. */
  @Override
  public void close() {
    boolean began;
    synchronized (this) {
      closed = true;
      began = looking.getState() != Thread.State.NEW;
    }
    if (!began) {
      return;
    }
    wake.release();
    try {
      looking.join(CLOSE_MILLIS);
      keeper.giveBack();
    } catch (LeaseException e) {
      LOG.warn("Leases are not given back, and will run out: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
