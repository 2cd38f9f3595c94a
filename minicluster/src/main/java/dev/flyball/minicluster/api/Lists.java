package dev.flyball.minicluster.api;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** LIST: whole or in chunks of one consistent version. */
final class Lists {
  private record Page(
      long resourceVersion, List<StoredObject> items, @Nullable String next, int remaining) {}

  private final ObjectStore store;

  Lists(ObjectStore store) {
    this.store = store;
  }

  void serve(ResourceType type, Selection selection, HttpServerRequest request) {
    Page page = page(type, selection, intParam(request, "limit"), request.getParam("continue"));
    ObjectNode metadata = Json.object();
    metadata.put("resourceVersion", Long.toString(page.resourceVersion()));
    if (page.next() != null) {
      metadata.put("continue", page.next());
      if (!selection.isFiltering()) {
        metadata.put("remainingItemCount", page.remaining());
      }
    }
    String head =
        "{\"kind\":\"%sList\",\"apiVersion\":\"%s\",\"metadata\":%s,\"items\":["
            .formatted(type.kind(), type.apiVersion(), metadata);
    long size = 0;
    for (StoredObject item : page.items()) {
      size += item.json().length;
    }
    Responses.json(request, 200, size);
    ListWriter.write(
        request.response(),
        head,
        page.items().stream().map(o -> shown(type, o)).iterator(),
        "]}\n");
  }

  /** The bytes of an object as this view of it shows them. */
  static byte[] shown(ResourceType type, StoredObject object) {
    return type.converted() ? Json.bytes(EventShapes.fromCore(object.tree())) : object.json();
  }

  private Page page(ResourceType type, Selection selection, int limit, @Nullable String token) {
    ObjectStore.Snapshot snapshot;
    String after = "";
    if (token == null || token.isEmpty()) {
      snapshot = store.snapshot(type, selection.namespace());
    } else {
      Continue from = Continue.parse(token);
      after = from.after();
      snapshot = continued(type, selection.namespace(), from);
    }
    var items = new ArrayList<StoredObject>();
    int index = after.isEmpty() ? 0 : firstAfter(snapshot.objects(), after);
    for (; index < snapshot.objects().size() && (limit <= 0 || items.size() < limit); index++) {
      StoredObject object = snapshot.objects().get(index);
      if (selection.matches(object)) {
        items.add(object);
      }
    }
    int remaining = snapshot.objects().size() - index;
    if (remaining == 0) {
      return new Page(snapshot.resourceVersion(), items, null, 0);
    }
    store.keep(snapshotKey(type, selection.namespace(), snapshot.resourceVersion()), snapshot);
    String next = new Continue(snapshot.resourceVersion(), items.getLast().key()).token();
    return new Page(snapshot.resourceVersion(), items, next, remaining);
  }

  private ObjectStore.Snapshot continued(ResourceType type, String namespace, Continue from) {
    var kept = store.kept(snapshotKey(type, namespace, from.resourceVersion()));
    if (kept == null) {
      throw ApiException.expired(
          "The provided continue parameter is too old to display a consistent list result. You can start a new list"
              + " without the continue parameter.");
    }
    return kept;
  }

  private static String snapshotKey(ResourceType type, String namespace, long version) {
    return type.storageKey() + "|" + namespace + "|" + version;
  }

  private static int firstAfter(List<StoredObject> objects, String key) {
    int low = 0;
    int high = objects.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (objects.get(middle).key().compareTo(key) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int intParam(HttpServerRequest request, String name) {
    String value = request.getParam(name);
    try {
      return value == null || value.isEmpty() ? 0 : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw ApiException.badRequest(name + ": invalid number \"" + value + "\"");
    }
  }
}
