package dev.flyball.minicluster.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the API does with objects: metadata, defaults, validation, optimistic locking, generations,
 * subresources, finalizers, graceful deletion and the removal of dependents. HTTP and the
 * controllers of the cluster both go through here. Safe for all threads; every call is one
 * transaction.
 */
public final class ObjectApi {
  /** Which part of an object an update may change. */
  public enum Part {
    /** Everything but the status. */
    MAIN,
    /** The status alone. */
    STATUS,
    /** Everything at once: for the cluster's own use. */
    WHOLE
  }

  /** How a deletion treats the pod's grace period and the dependents. */
  public record Deletion(
      @Nullable Long graceSeconds, boolean orphan, @Nullable String uid, @Nullable String version) {
    /** Default grace period; dependents are removed. */
    public static final Deletion DEFAULT = new Deletion(null, false, null, null);

    /** At once, without waiting for the pod to end. */
    public static final Deletion NOW = new Deletion(0L, false, null, null);
  }

  private final ObjectStore store;
  private final ResourceCatalog catalog;
  private final LongSupplier clockMillis;
  private final AtomicLong names = new AtomicLong();

  /**
   * @param clockMillis the cluster's time, epoch milliseconds
   */
  public ObjectApi(ObjectStore store, ResourceCatalog catalog, LongSupplier clockMillis) {
    this.store = store;
    this.catalog = catalog;
    this.clockMillis = clockMillis;
  }

  /** The objects themselves. */
  public ObjectStore store() {
    return store;
  }

  /** The kinds that exist. */
  public ResourceCatalog catalog() {
    return catalog;
  }

  /** The cluster's time as the API writes it: whole seconds, UTC. */
  public String timestamp() {
    return Instant.ofEpochMilli(clockMillis.getAsLong()).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /**
   * The object.
   *
   * @throws ApiException 404 when there is none
   */
  public StoredObject get(ResourceType type, String namespace, String name) {
    StoredObject found = store.get(type, namespace, name);
    if (found == null) {
      throw ApiException.notFound(type, name);
    }
    return found;
  }

  /**
   * Creates an object; the tree is taken over and changed.
   *
   * @throws ApiException 409 AlreadyExists, 404 for a missing namespace, 422 Invalid
   */
  public StoredObject create(ResourceType type, String namespace, ObjectNode tree) {
    ObjectNode metadata = Json.child(tree, "metadata");
    String name = nameOf(metadata);
    requireSame("namespace", namespace, Json.text(metadata, "namespace"));
    tree.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    if (type.namespaced()) {
      metadata.put("namespace", namespace);
    } else {
      metadata.remove("namespace");
    }
    metadata.put("name", name).put("uid", newUid()).put("creationTimestamp", timestamp());
    metadata.remove(
        List.of("deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink"));
    Defaults.fill(type, tree, true);
    Validation.check(type, name, tree, null);
    if (hasGeneration(type)) {
      metadata.put("generation", 1);
    }
    return store.locked(
        () -> {
          if (type.namespaced() && store.get(ResourceCatalog.NAMESPACES, "", namespace) == null) {
            throw ApiException.notFound(ResourceCatalog.NAMESPACES, namespace);
          }
          if (store.get(type, type.namespaced() ? namespace : "", name) != null) {
            throw ApiException.alreadyExists(type, name);
          }
          StoredObject created = store.put(type, tree);
          CustomResources.onChange(catalog, created, true);
          return created;
        });
  }

  private static void requireSame(String field, String inPath, String inBody) {
    if (!inPath.isEmpty() && !inBody.isEmpty() && !inPath.equals(inBody)) {
      throw ApiException.badRequest(
          "the "
              + field
              + " of the provided object does not match the "
              + field
              + " sent on the request");
    }
  }

  private String nameOf(ObjectNode metadata) {
    String name = Json.text(metadata, "name");
    if (!name.isEmpty()) {
      return name;
    }
    return Json.text(metadata, "generateName") + suffix();
  }

  /** A short unique suffix for generated names; the same sequence in every run. */
  public String suffix() {
    long mixed = names.incrementAndGet() * 0x9E3779B97F4A7C15L;
    String digits = Long.toUnsignedString(mixed ^ (mixed >>> 29), 36);
    return ("00000" + digits).substring(digits.length());
  }

  private static String newUid() {
    var random = java.util.concurrent.ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  /**
   * Changes an object: the function gets the present tree and returns the wanted one. A
   * resourceVersion other than the present one in the wanted tree's metadata is a failed
   * precondition. A change of nothing makes no new version.
   *
   * @throws ApiException 404, 409 Conflict, 422 Invalid
   */
  public StoredObject update(
      ResourceType type,
      String namespace,
      String name,
      Part part,
      UnaryOperator<ObjectNode> change) {
    return store.locked(
        () -> {
          StoredObject present = get(type, namespace, name);
          ObjectNode before = present.tree();
          ObjectNode wanted = change.apply(before.deepCopy());
          checkPreconditions(present, Json.child(wanted, "metadata"));
          ObjectNode merged = merge(type, part, before, wanted);
          Defaults.fill(type, merged, false);
          Validation.check(type, name, merged, before);
          if (hasGeneration(type) && !sameSpec(before, merged)) {
            ObjectNode metadata = Json.child(merged, "metadata");
            metadata.put("generation", before.path("metadata").path("generation").asLong(1) + 1);
          }
          return commit(present, before, merged);
        });
  }

  private StoredObject commit(StoredObject present, ObjectNode before, ObjectNode merged) {
    JsonNode metadata = merged.path("metadata");
    if (metadata.hasNonNull("deletionTimestamp")
        && metadata.path("finalizers").isEmpty()
        && !isGraceful(present)) {
      return removeWithDependents(present, false);
    }
    if (Json.same(before, merged)) {
      return present;
    }
    StoredObject changed = store.put(present.type(), merged);
    CustomResources.onChange(catalog, changed, true);
    return changed;
  }

  private static boolean isGraceful(StoredObject object) {
    return object.type().kind().equals("Pod");
  }

  private static void checkPreconditions(StoredObject present, ObjectNode wanted) {
    String version = Json.text(wanted, "resourceVersion");
    if (!version.isEmpty() && !version.equals(Long.toString(present.resourceVersion()))) {
      throw ApiException.conflict(
          present.type(),
          present.name(),
          "the object has been modified; please apply your changes to the latest version and try again");
    }
    String uid = Json.text(wanted, "uid");
    if (!uid.isEmpty() && !uid.equals(present.uid())) {
      throw ApiException.conflict(
          present.type(),
          present.name(),
          "Precondition failed: UID in precondition: "
              + uid
              + ", UID in object meta: "
              + present.uid());
    }
  }

  private static ObjectNode merge(
      ResourceType type, Part part, ObjectNode before, ObjectNode wanted) {
    ObjectNode result = part == Part.STATUS ? before.deepCopy() : wanted;
    if (part == Part.STATUS && type.status()) {
      copy("status", wanted, result);
    } else if (part == Part.MAIN && type.status()) {
      copy("status", before, result);
    }
    ObjectNode metadata = Json.child(result, "metadata");
    JsonNode old = before.path("metadata");
    for (String kept :
        List.of("name", "namespace", "uid", "creationTimestamp", "generation", "resourceVersion")) {
      copy(kept, old, metadata);
    }
    if (part != Part.WHOLE) {
      copy("deletionTimestamp", old, metadata);
      copy("deletionGracePeriodSeconds", old, metadata);
    }
    metadata.remove("managedFields");
    return result.put("apiVersion", type.apiVersion()).put("kind", type.kind());
  }

  private static void copy(String field, JsonNode from, ObjectNode to) {
    JsonNode value = from.get(field);
    if (value == null) {
      to.remove(field);
    } else {
      to.set(field, value);
    }
  }

  private static boolean hasGeneration(ResourceType type) {
    return type.status() || type.kind().equals("NetworkPolicy");
  }

  private static ObjectNode content(ObjectNode tree) {
    ObjectNode content = Json.object();
    content.setAll(tree);
    content.remove(List.of("metadata", "status"));
    return content;
  }

  private static boolean sameSpec(ObjectNode before, ObjectNode after) {
    return Json.same(content(before), content(after));
  }

  /**
   * Deletes an object. Objects with finalizers, and running pods with a grace period, are marked
   * and go later; the result is the object's last state either way.
   *
   * @throws ApiException 404, or 409 when a precondition does not hold
   */
  public StoredObject delete(ResourceType type, String namespace, String name, Deletion deletion) {
    return store.locked(
        () -> {
          StoredObject present = get(type, namespace, name);
          ObjectNode preconditions = Json.object();
          preconditions.put("uid", deletion.uid()).put("resourceVersion", deletion.version());
          checkPreconditions(present, preconditions);
          ObjectNode tree = present.tree();
          long grace = graceOf(present, tree, deletion);
          ObjectNode metadata = Json.child(tree, "metadata");
          if (grace == 0 && metadata.path("finalizers").isEmpty()) {
            return removeWithDependents(present, deletion.orphan());
          }
          if (!metadata.hasNonNull("deletionTimestamp")) {
            String when =
                Instant.ofEpochMilli(clockMillis.getAsLong())
                    .plusSeconds(grace)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
            metadata.put("deletionTimestamp", when).put("deletionGracePeriodSeconds", grace);
            return store.put(type, tree);
          }
          return present;
        });
  }

  private static long graceOf(StoredObject present, ObjectNode tree, Deletion deletion) {
    if (!isGraceful(present) || present.pod().node().isEmpty()) {
      return 0;
    }
    Long asked = deletion.graceSeconds();
    return asked != null
        ? asked
        : tree.path("spec").path("terminationGracePeriodSeconds").asLong(30);
  }

  private StoredObject removeWithDependents(StoredObject object, boolean orphan) {
    StoredObject last = store.remove(object.type(), object);
    CustomResources.onChange(catalog, last, false);
    if (object.type().equals(ResourceCatalog.NAMESPACES)) {
      for (ResourceType type : catalog.all()) {
        if (type.namespaced() && !type.converted()) {
          store.list(type, object.name()).forEach(o -> deleteQuietly(o, Deletion.NOW));
        }
      }
    }
    for (StoredObject dependent : store.dependents(object.uid())) {
      if (orphan) {
        dropOwner(dependent, object.uid());
      } else if (dependent.owners().size() == 1) {
        deleteQuietly(dependent, Deletion.DEFAULT);
      } else {
        dropOwner(dependent, object.uid());
      }
    }
    return last;
  }

  private void deleteQuietly(StoredObject object, Deletion deletion) {
    if (store.get(object.type(), object.namespace(), object.name()) != null) {
      delete(object.type(), object.namespace(), object.name(), deletion);
    }
  }

  private void dropOwner(StoredObject dependent, String uid) {
    update(
        dependent.type(),
        dependent.namespace(),
        dependent.name(),
        Part.WHOLE,
        tree -> {
          var references = Json.child(tree, "metadata").withArray("ownerReferences");
          references.removeIf(r -> Json.text(r, "uid").equals(uid));
          return tree;
        });
  }
}
