package dev.flyball.minicluster.api;

import java.util.Collection;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one resource with the window of their latest changes. Guarded by the lock of
 * {@link ObjectStore}.
 */
final class Table {
  final TreeMap<String, StoredObject> objects = new TreeMap<>();
  final CopyOnWriteArrayList<Runnable> watchers = new CopyOnWriteArrayList<>();

  private final int windowSize;
  private Change[] ring = new Change[64];
  private long first;
  private long next;
  private long compactedTo;

  Table(int windowSize) {
    this.windowSize = windowSize;
  }

  Collection<StoredObject> in(String namespace) {
    return namespace.isEmpty()
        ? objects.values()
        : objects.subMap(namespace + "/", namespace + "0").values();
  }

  void append(Change change) {
    if (next - first == ring.length) {
      if (ring.length < windowSize) {
        grow();
      } else {
        compactedTo = ring[slot(first)].object().resourceVersion();
        first++;
      }
    }
    ring[slot(next++)] = change;
  }

  private void grow() {
    Change[] larger = new Change[Math.min(ring.length * 2, windowSize)];
    for (long i = first; i < next; i++) {
      larger[(int) (i % larger.length)] = ring[slot(i)];
    }
    ring = larger;
  }

  private int slot(long index) {
    return (int) (index % ring.length);
  }

  /** Forgets the changes up to here, so that a watch from an older version is refused. */
  void compact(long version) {
    first = next;
    compactedTo = version;
    java.util.Arrays.fill(ring, null);
  }

  /** Index of the first change after a version; -1 when it may be forgotten. */
  long indexAfter(long version) {
    if (version < compactedTo) {
      return -1;
    }
    long low = first;
    long high = next;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (ring[slot(middle)].object().resourceVersion() <= version) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  long end() {
    return next;
  }

  /** The change at an index from {@link #indexAfter}; null when it was forgotten meanwhile. */
  @Nullable Change at(long index) {
    return index < first ? null : ring[slot(index)];
  }
}
