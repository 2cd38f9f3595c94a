package dev.flyball.minicluster.cluster;

import dev.flyball.minicluster.api.ApiException;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceType;
import dev.flyball.minicluster.api.StoredObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A controller: a set of objects to look at again, worked off on the cluster's thread, each once.
 */
abstract class ControlLoop {
  private record Key(String namespace, String name) {}

  private final ResourceType type;
  private final ObjectApi objects;
  private final Timeline timeline;
  private final Set<Key> pending = new HashSet<>();

  ControlLoop(ResourceType type, ObjectApi objects, Timeline timeline) {
    this.type = type;
    this.objects = objects;
    this.timeline = timeline;
  }

  final ObjectApi objects() {
    return objects;
  }

  final Timeline timeline() {
    return timeline;
  }

  /** Looks at the object soon; from any thread. */
  final void enqueue(String namespace, String name) {
    enqueue(namespace, name, Duration.ZERO);
  }

  final void enqueue(String namespace, String name, Duration delay) {
    Key key = new Key(namespace, name);
    if (delay.isZero()) {
      synchronized (pending) {
        if (!pending.add(key)) {
          return;
        }
      }
    }
    timeline.schedule(delay, () -> work(key));
  }

  private void work(Key key) {
    synchronized (pending) {
      pending.remove(key);
    }
    StoredObject object = objects.store().get(type, key.namespace(), key.name());
    if (object == null) {
      return;
    }
    try {
      reconcile(object);
    } catch (ApiException e) {
      if (e.code() != 404 && e.code() != 409) {
        throw e;
      }
      // Gone or changed meanwhile: its change brings the object back here.
    }
  }

  /** Writes the status of an object, leaving the rest as it is by now. */
  final void writeStatus(StoredObject object, ObjectNode status) {
    objects.update(
        object.type(),
        object.namespace(),
        object.name(),
        ObjectApi.Part.STATUS,
        present -> {
          present.set("status", status);
          return present;
        });
  }

  /** Takes one step from what is to what is wanted. */
  abstract void reconcile(StoredObject object);
}
