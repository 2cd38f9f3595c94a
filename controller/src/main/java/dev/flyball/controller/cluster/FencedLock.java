package dev.flyball.controller.cluster;

import dev.flyball.controller.loop.Leadership;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A lock for the Kubernetes client's electors that knows until when leadership is certain.
 *
 * <p><b>Why there are never two writers.</b> A renewal that the server has taken at some moment
 * keeps every other candidate away for a whole lease from then on: they begin to count only when
 * they see it. The request was sent before that moment, so for {@link LeaseTimes#certain} from the
 * sending nobody else leads, and only then a term is said to be on. This is asked at the moment of
 * writing; a process that was stopped and wakes after its time finds its term over, whatever its
 * elector still believes. What is left is a request that was sent in time and arrives late. The
 * fifth of a lease between {@code certain} and the lease is for that; and later than that, the
 * resourceVersion that it carries lets it through only if the leader after has not written the same
 * object meanwhile, in which case it comes before that leader's writes as if it had been in time.
 *
 * <p>An Event has no version. One that was on its way when its sender stopped may arrive late; it
 * tells of what its sender did in its own time.
 *
 * <p>Two clocks measure: the monotonic one, which nobody sets, and the wall clock, which goes on
 * while a machine is suspended. Either can end a term.
 *
 * <p>Clocks of different machines are never compared. How old another's renewal is counts from when
 * it was first seen here, and the record is handed to the elector with that time. So a standby
 * waits for a whole lease after it has come up, also for a leader that is long gone.
 *
 * <p>An elector stands for one turn, and only the latest turn reaches the server: an elector that
 * was told to end may be in the middle of something, and must not give away what the next one
 * holds.
 *
 * <p>Safe for several threads. {@link #term} never blocks; all else may, for as long as a request
 * takes.
 */
final class FencedLock {
  /** A term and its end on both clocks. */
  private record Hold(long term, long untilNanos, long untilMillis) {
    static final Hold NONE = new Hold(Leadership.NONE, 0, 0);
  }

  private final Lock lock;
  private final LeaseTimes times;
  private final Clocks clocks;
  private final Runnable changed;
  private final Consumer<String> failed;

  private volatile Hold hold = Hold.NONE;
  private @Nullable Turn turn;
  private long lastTerm = Leadership.NONE;
  private boolean held;
  private boolean spared;
  private long renewedNanos;
  private @Nullable LeaderElectionRecord written;
  private @Nullable LeaderElectionRecord seen;
  private long seenNanos;

  /**
   * A lock that is not held.
   *
   * @param lock the lock itself
   * @param changed called after a term has begun or ended
   * @param failed told why the server could not be asked
   */
  FencedLock(
      Lock lock, LeaseTimes times, Clocks clocks, Runnable changed, Consumer<String> failed) {
    this.lock = lock;
    this.times = times;
    this.clocks = clocks;
    this.changed = changed;
    this.failed = failed;
  }

  /** The term that is on for certain; {@link Leadership#NONE} where none is. */
  long term() {
    Hold now = hold;
    boolean on = clocks.nanos() - now.untilNanos < 0 && clocks.millis() < now.untilMillis;
    return on ? now.term : Leadership.NONE;
  }

  /** The lock for one elector; those of electors before are of no use any more. */
  synchronized Lock nextTurn() {
    Turn next = new Turn();
    turn = next;
    return next;
  }

  /**
   * Ends a turn, and the term with it, unless another turn has begun.
   *
   * @return whether it was on
   */
  synchronized boolean end(Lock ended) {
    if (turn != ended) {
      return false;
    }
    turn = null;
    endTerm();
    return true;
  }

  /** Ends every turn and gives the lock back, if it is held. */
  synchronized void giveBack(KubernetesClient client) {
    turn = null;
    // Over before the server knows it.
    endTerm();
    LeaderElectionRecord record = guarded(() -> lock.get(client));
    if (record != null && lock.identity().equals(record.getHolderIdentity())) {
      ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
      LeaderElectionRecord nobodys =
          new LeaderElectionRecord(
              "", Duration.ofSeconds(1), now, now, record.getLeaderTransitions());
      guarded(
          () -> {
            lock.update(client, nobodys);
            return nobodys;
          });
    }
  }

  /** What one elector knows as the lock. */
  private final class Turn implements Lock {
    @Override
    public @Nullable LeaderElectionRecord get(KubernetesClient client) {
      synchronized (FencedLock.this) {
        check();
        return look(client);
      }
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord record) {
      synchronized (FencedLock.this) {
        check();
        take(record, () -> lock.create(client, record));
      }
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord record) {
      synchronized (FencedLock.this) {
        check();
        if (!spared) {
          take(record, () -> lock.update(client, record));
        }
      }
    }

    private void check() {
      if (turn != this) {
        throw new KubernetesClientException("this elector's turn is over");
      }
    }

    @Override
    public String identity() {
      return lock.identity();
    }

    @Override
    public String describe() {
      return lock.describe();
    }
  }

  private @Nullable LeaderElectionRecord look(KubernetesClient client) {
    // The elector looks as often as a standby has to. A leader that has just renewed need not.
    spared = written != null && term() != Leadership.NONE && !due();
    if (spared) {
      return written;
    }
    LeaderElectionRecord record = guarded(() -> lock.get(client));
    held = record != null && lock.identity().equals(record.getHolderIdentity());
    if (!held) {
      endTerm();
    }
    return record == null || held ? record : asSeenHere(record);
  }

  private boolean due() {
    return clocks.nanos() - renewedNanos >= times.renewEvery().toNanos();
  }

  private LeaderElectionRecord asSeenHere(LeaderElectionRecord record) {
    long now = clocks.nanos();
    if (!record.equals(seen)) {
      seen = record;
      seenNanos = now;
    }
    return new LeaderElectionRecord(
        record.getHolderIdentity(),
        record.getLeaseDuration(),
        record.getAcquireTime(),
        ZonedDateTime.now(ZoneOffset.UTC).minus(Duration.ofNanos(now - seenNanos)),
        record.getLeaderTransitions());
  }

  private void take(LeaderElectionRecord record, Runnable write) {
    long nanos = clocks.nanos();
    long millis = clocks.millis();
    guarded(
        () -> {
          write.run();
          return record;
        });
    Hold before = hold;
    boolean goesOn = held && before.term != Leadership.NONE;
    long term = goesOn ? before.term : ++lastTerm;
    hold = new Hold(term, nanos + times.certain().toNanos(), millis + times.certain().toMillis());
    held = true;
    renewedNanos = nanos;
    written = record;
    if (!goesOn) {
      changed.run();
    }
  }

  /** Ends the term, if one is on or was not seen to end. */
  private void endTerm() {
    written = null;
    if (hold.term != Leadership.NONE) {
      hold = Hold.NONE;
      changed.run();
    }
  }

  /** A call of the server. */
  private interface Call {
    @Nullable LeaderElectionRecord run();
  }

  /** The elector goes on after failures of this one type, and ends for ever after others. */
  private @Nullable LeaderElectionRecord guarded(Call call) {
    try {
      return call.run();
    } catch (KubernetesClientException e) {
      failed.accept(String.valueOf(e.getMessage()));
      throw e;
    } catch (RuntimeException e) {
      failed.accept(e.toString());
      throw new KubernetesClientException(String.valueOf(e.getMessage()), e);
    }
  }
}
