package dev.flyball.core.observe;

import java.util.Arrays;

/**
 * The pods of one target in columns: what a decision needs of a pod and nothing else.
 *
 * <p>Rows move: removing a pod puts the last one into its place. Mutable; owned by one thread.
 */
public final class PodColumns {
  /** Stands for a time that is not set. */
  public static final long NO_TIME = Long.MIN_VALUE;

  private String[] names;
  private PodPhase[] phases;
  private boolean[] deleted;
  private long[] startedAt;
  private Readiness[] readiness;
  private long[] readySince;
  private PodRequests[] requests;
  private int size;

  /** No pods, with room for this many; the columns grow as needed. */
  public PodColumns(int capacity) {
    names = new String[capacity];
    phases = new PodPhase[capacity];
    deleted = new boolean[capacity];
    startedAt = new long[capacity];
    readiness = new Readiness[capacity];
    readySince = new long[capacity];
    requests = new PodRequests[capacity];
  }

  /** One row: a pod as a decision sees it. Times are epoch milliseconds or {@link #NO_TIME}. */
  public record Row(
      String name,
      PodPhase phase,
      boolean deleted,
      long startedAt,
      Readiness readiness,
      long readySince,
      PodRequests requests) {}

  /** Adds a pod as the last row and returns its index. */
  public int add(Row row) {
    if (size == names.length) {
      grow(Math.max(4, size + (size >> 1)));
    }
    set(size, row);
    return size++;
  }

  /** Replaces the pod in a row. */
  public void set(int pod, Row row) {
    names[pod] = row.name;
    phases[pod] = row.phase;
    deleted[pod] = row.deleted;
    startedAt[pod] = row.startedAt;
    readiness[pod] = row.readiness;
    readySince[pod] = row.readySince;
    requests[pod] = row.requests;
  }

  /** Removes a row; the last row takes its place. */
  public void remove(int pod) {
    int last = --size;
    names[pod] = names[last];
    phases[pod] = phases[last];
    deleted[pod] = deleted[last];
    startedAt[pod] = startedAt[last];
    readiness[pod] = readiness[last];
    readySince[pod] = readySince[last];
    requests[pod] = requests[last];
  }

  /** Removes all rows. */
  public void clear() {
    size = 0;
  }

  /** The number of pods. */
  public int size() {
    return size;
  }

  /** The pod's name. */
  public String name(int pod) {
    return names[pod];
  }

  /** The pod's phase. */
  public PodPhase phase(int pod) {
    return phases[pod];
  }

  /** Whether the pod has a deletion timestamp. */
  public boolean deleted(int pod) {
    return deleted[pod];
  }

  /** When the kubelet took the pod on, or {@link #NO_TIME}. */
  public long startedAt(int pod) {
    return startedAt[pod];
  }

  /** The status of the pod's Ready condition. */
  public Readiness readiness(int pod) {
    return readiness[pod];
  }

  /** When the Ready condition last changed, or {@link #NO_TIME}. */
  public long readySince(int pod) {
    return readySince[pod];
  }

  /** The pod's resource requests. */
  public PodRequests requests(int pod) {
    return requests[pod];
  }

  /** How many pods are running and ready. */
  public int readyCount() {
    int ready = 0;
    for (int i = 0; i < size; i++) {
      if (phases[i] == PodPhase.Running && readiness[i] == Readiness.True) {
        ready++;
      }
    }
    return ready;
  }

  private void grow(int capacity) {
    names = Arrays.copyOf(names, capacity);
    phases = Arrays.copyOf(phases, capacity);
    deleted = Arrays.copyOf(deleted, capacity);
    startedAt = Arrays.copyOf(startedAt, capacity);
    readiness = Arrays.copyOf(readiness, capacity);
    readySince = Arrays.copyOf(readySince, capacity);
    requests = Arrays.copyOf(requests, capacity);
  }
}
