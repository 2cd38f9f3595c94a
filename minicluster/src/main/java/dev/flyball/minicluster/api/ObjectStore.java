package dev.flyball.minicluster.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * All objects, their versions and the window of changes that watches read. One lock guards
 * everything; each change is serialised once, under it. Knows nothing of the meaning of objects:
 * that is {@link ObjectApi}'s.
 */
public final class ObjectStore {
  /** A state of a resource at one version. */
  record Snapshot(long resourceVersion, List<StoredObject> objects) {}

  /**
   * What a watcher reads at once: changes, where to go on, and whether it fell out of the window.
   */
  record Batch(List<Change> changes, long nextIndex, boolean expired, long resourceVersion) {}

  private static final int KEPT_SNAPSHOTS = 32;

  private final Object lock = new Object();
  private final int windowSize;
  private final Map<String, Table> tables = new HashMap<>();
  private final Map<String, Map<String, StoredObject>> dependents = new HashMap<>();
  private final LinkedHashMap<String, Snapshot> snapshots = new LinkedHashMap<>();
  private final CopyOnWriteArrayList<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private long version = 1;

  /**
   * @param windowSize changes that each resource keeps for watches; older versions are answered
   *     with 410
   */
  public ObjectStore(int windowSize) {
    this.windowSize = windowSize;
  }

  /** Calls back on every change, in order, under the lock of the store: hand over and return. */
  public void addListener(Consumer<Change> listener) {
    listeners.add(listener);
  }

  /** The object; null when there is none. */
  public @Nullable StoredObject get(ResourceType type, String namespace, String name) {
    synchronized (lock) {
      return table(type).objects.get(StoredObject.key(namespace, name));
    }
  }

  /**
   * The objects of a resource, of one namespace or, for the empty one, of all; ordered by namespace
   * and name.
   */
  public List<StoredObject> list(ResourceType type, String namespace) {
    return snapshot(type, namespace).objects();
  }

  /** How many objects there are of a resource. */
  public int count(ResourceType type) {
    synchronized (lock) {
      return table(type).objects.size();
    }
  }

  /** Objects that name this uid as an owner. */
  public List<StoredObject> dependents(String uid) {
    synchronized (lock) {
      return List.copyOf(dependents.getOrDefault(uid, Map.of()).values());
    }
  }

  /** Version of the latest change. */
  public long resourceVersion() {
    synchronized (lock) {
      return version;
    }
  }

  /**
   * Forgets the changes of a resource, as etcd's compaction does: open watches go on, old versions
   * get 410.
   */
  public void compact(ResourceType type) {
    synchronized (lock) {
      table(type).compact(version);
      snapshots.clear();
    }
  }

  Snapshot snapshot(ResourceType type, String namespace) {
    synchronized (lock) {
      Collection<StoredObject> objects = table(type).in(namespace);
      return new Snapshot(version, new ArrayList<>(objects));
    }
  }

  void keep(String token, Snapshot snapshot) {
    synchronized (lock) {
      snapshots.put(token, snapshot);
      if (snapshots.size() > KEPT_SNAPSHOTS) {
        snapshots.remove(snapshots.keySet().iterator().next());
      }
    }
  }

  @Nullable Snapshot kept(String token) {
    synchronized (lock) {
      return snapshots.get(token);
    }
  }

  /** Runs several steps with no change between them. */
  <T> T locked(Supplier<T> steps) {
    synchronized (lock) {
      return steps.get();
    }
  }

  StoredObject put(ResourceType type, ObjectNode tree) {
    synchronized (lock) {
      StoredObject object = StoredObject.freeze(type, tree, ++version);
      StoredObject before = table(type).objects.put(object.key(), object);
      reindex(before, object);
      publish(
          type,
          new Change(before == null ? Change.Kind.ADDED : Change.Kind.MODIFIED, object, before));
      return object;
    }
  }

  StoredObject remove(ResourceType type, StoredObject object) {
    synchronized (lock) {
      StoredObject before = table(type).objects.remove(object.key());
      reindex(before, null);
      StoredObject last = StoredObject.freeze(type, object.tree(), ++version);
      publish(type, new Change(Change.Kind.DELETED, last, object));
      return last;
    }
  }

  private void reindex(@Nullable StoredObject before, @Nullable StoredObject after) {
    if (before != null) {
      for (String owner : before.owners()) {
        var owned = dependents.get(owner);
        if (owned != null && owned.remove(before.uid()) != null && owned.isEmpty()) {
          dependents.remove(owner);
        }
      }
    }
    if (after != null) {
      for (String owner : after.owners()) {
        dependents.computeIfAbsent(owner, u -> new LinkedHashMap<>()).put(after.uid(), after);
      }
    }
  }

  private void publish(ResourceType type, Change change) {
    Table table = table(type);
    table.append(change);
    listeners.forEach(l -> l.accept(change));
    table.watchers.forEach(Runnable::run);
  }

  private Table table(ResourceType type) {
    return tables.computeIfAbsent(type.storageKey(), k -> new Table(windowSize));
  }

  /**
   * Wakes a watcher at every change of a resource; it must only schedule its work. The result
   * unregisters it.
   */
  Runnable onChange(ResourceType type, Runnable wake) {
    synchronized (lock) {
      var watchers = table(type).watchers;
      watchers.add(wake);
      return () -> watchers.remove(wake);
    }
  }

  /** Where a watch from a version begins; -1 when the version is too old. */
  long indexAfter(ResourceType type, long resourceVersion) {
    synchronized (lock) {
      return table(type).indexAfter(resourceVersion);
    }
  }

  /** The snapshot and the index of the first change after it. */
  Snapshot snapshotWithIndex(ResourceType type, String namespace, long[] index) {
    synchronized (lock) {
      index[0] = table(type).end();
      return snapshot(type, namespace);
    }
  }

  /** At most {@code max} changes from an index on that the filter lets through. */
  Batch read(ResourceType type, long index, int max, Predicate<Change> filter) {
    synchronized (lock) {
      Table table = table(type);
      var changes = new ArrayList<Change>();
      long at = index;
      while (at < table.end() && changes.size() < max) {
        Change change = table.at(at);
        if (change == null) {
          return new Batch(changes, at, true, version);
        }
        at++;
        if (filter.test(change)) {
          changes.add(change);
        }
      }
      return new Batch(changes, at, false, version);
    }
  }
}
