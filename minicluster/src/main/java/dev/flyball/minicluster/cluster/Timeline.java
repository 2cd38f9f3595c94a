package dev.flyball.minicluster.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's time and its one thread: everything the cluster does of its own accord runs here,
 * one task at a time. Real time follows the wall clock, with delays divided by a speed; virtual
 * time stands still until it is advanced, and only work that is due already runs.
 */
public final class Timeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Timeline.class);

  private record Task(long due, long sequence, Runnable work) {}

  private final Object lock = new Object();
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::sequence));
  private final boolean virtual;
  private final double speed;
  private final Thread thread;
  private long virtualNow;
  private long sequence;
  private boolean busy;
  private boolean closed;

  private Timeline(boolean virtual, double speed, long start) {
    this.virtual = virtual;
    this.speed = speed;
    this.virtualNow = start;
    this.thread = Thread.ofPlatform().daemon().name("minicluster").unstarted(this::run);
  }

  /**
   * The wall clock; a delay of one second takes {@code 1 / speed} seconds. Timestamps stay those of
   * the wall clock.
   */
  public static Timeline real(double speed) {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed must be positive: " + speed);
    }
    return started(new Timeline(false, speed, 0));
  }

  /** Time that stands still until {@link #advance}. */
  public static Timeline virtual(Instant start) {
    return started(new Timeline(true, 1, start.toEpochMilli()));
  }

  private static Timeline started(Timeline timeline) {
    timeline.thread.start();
    return timeline;
  }

  /** Now, epoch milliseconds. */
  public long nowMillis() {
    if (!virtual) {
      return System.currentTimeMillis();
    }
    synchronized (lock) {
      return virtualNow;
    }
  }

  /** How much faster than written delays pass. */
  public double speed() {
    return speed;
  }

  /** Runs the task on the cluster's thread as soon as it is free. */
  public void execute(Runnable work) {
    schedule(Duration.ZERO, work);
  }

  /** Runs the task on the cluster's thread after the delay. */
  public void schedule(Duration delay, Runnable work) {
    long millis = Math.round(delay.toMillis() / speed);
    synchronized (lock) {
      tasks.add(new Task(nowMillis() + millis, sequence++, work));
      lock.notifyAll();
    }
  }

  /**
   * Moves virtual time on, running each task at its own moment, and returns when all that was due
   * has run.
   *
   * @throws IllegalStateException in real time
   */
  public void advance(Duration by) {
    if (!virtual) {
      throw new IllegalStateException("real time cannot be advanced");
    }
    synchronized (lock) {
      long target = virtualNow + by.toMillis();
      awaitIdle();
      for (Task next = tasks.peek();
          !closed && next != null && next.due() <= target;
          next = tasks.peek()) {
        virtualNow = next.due();
        lock.notifyAll();
        awaitIdle();
      }
      virtualNow = target;
    }
  }

  /** Waits until nothing is due and nothing runs; at most a minute. */
  public void awaitIdle() {
    synchronized (lock) {
      long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (!closed && (busy || isDue(tasks.peek()))) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("the cluster did not come to rest within a minute");
        }
        waitFor(100);
      }
    }
  }

  private boolean isDue(@Nullable Task task) {
    return task != null && task.due() <= nowMillis();
  }

  @SuppressWarnings("WaitNotInLoop") // Every caller loops over its own condition.
  private void waitFor(long millis) {
    try {
      lock.wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the cluster was at work", e);
    }
  }

  private void run() {
    for (Task task = next(); task != null; task = next()) {
      try {
        task.work().run();
      } catch (RuntimeException e) {
        LOG.warn("a task of the cluster failed", e);
      }
    }
  }

  private @Nullable Task next() {
    synchronized (lock) {
      busy = false;
      lock.notifyAll();
      while (!closed) {
        Task head = tasks.peek();
        if (isDue(head)) {
          busy = true;
          return tasks.poll();
        }
        waitFor(head == null || virtual ? 0 : Math.max(1, head.due() - nowMillis()));
      }
      return null;
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      tasks.clear();
      lock.notifyAll();
    }
  }
}
