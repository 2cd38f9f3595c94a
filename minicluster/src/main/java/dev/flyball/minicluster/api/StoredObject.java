package dev.flyball.minicluster.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One version of one object: its serialised form, and beside it the few values that lists,
 * selectors and controllers need without parsing. Immutable; the array of {@link #json()} must not
 * be changed.
 */
public final class StoredObject {
  private final ResourceType type;
  private final String namespace;
  private final String name;
  private final String uid;
  private final long resourceVersion;
  private final Map<String, String> labels;
  private final List<String> owners;
  private final String[] fields;
  private final @Nullable PodFacts pod;
  private final byte[] json;

  private StoredObject(ResourceType type, ObjectNode tree, long resourceVersion) {
    ObjectNode metadata = Json.child(tree, "metadata");
    metadata.put("resourceVersion", Long.toString(resourceVersion));
    this.type = type;
    this.namespace = Json.text(metadata, "namespace").intern();
    this.name = Json.text(metadata, "name");
    this.uid = Json.text(metadata, "uid");
    this.resourceVersion = resourceVersion;
    this.labels = Json.strings(metadata.path("labels"));
    this.owners = ownersOf(metadata);
    this.fields = fieldsOf(type, tree);
    this.pod = type.kind().equals("Pod") ? PodFacts.of(tree) : null;
    this.json = Json.bytes(tree);
  }

  /** Stamps the version into the tree and freezes it. */
  static StoredObject freeze(ResourceType type, ObjectNode tree, long resourceVersion) {
    return new StoredObject(type, tree, resourceVersion);
  }

  private static List<String> ownersOf(ObjectNode metadata) {
    JsonNode references = metadata.path("ownerReferences");
    if (references.isEmpty()) {
      return List.of();
    }
    var uids = new ArrayList<String>(references.size());
    for (JsonNode reference : references) {
      uids.add(Json.text(reference, "uid"));
    }
    return List.copyOf(uids);
  }

  private static String[] fieldsOf(ResourceType type, ObjectNode tree) {
    String[] values = new String[type.fields().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Json.at(tree, type.fields().get(i)).asString("").intern();
    }
    return values;
  }

  /** The resource that it is kept under. */
  public ResourceType type() {
    return type;
  }

  /** Namespace; empty for objects of the cluster. */
  public String namespace() {
    return namespace;
  }

  /** Name. */
  public String name() {
    return name;
  }

  /** Unique id over time. */
  public String uid() {
    return uid;
  }

  /** Version of this state, comparable over all objects. */
  public long resourceVersion() {
    return resourceVersion;
  }

  /** Labels. */
  public Map<String, String> labels() {
    return labels;
  }

  /** Uids of the owner references. */
  public List<String> owners() {
    return owners;
  }

  /**
   * What controllers ask of a pod.
   *
   * @throws IllegalStateException when this is no pod
   */
  public PodFacts pod() {
    if (pod == null) {
      throw new IllegalStateException(type.kind() + " " + name + " is not a pod");
    }
    return pod;
  }

  /** The object in UTF-8 JSON; not to be changed. */
  public byte[] json() {
    return json;
  }

  /** A tree of its own for each caller. */
  public ObjectNode tree() {
    return Json.parse(json);
  }

  /** The value of a selectable field; null when the resource has no such field. */
  @Nullable String field(String path) {
    return switch (path) {
      case "metadata.name" -> name;
      case "metadata.namespace" -> namespace;
      default -> {
        int at = type.fields().indexOf(path);
        yield at < 0 ? null : fields[at];
      }
    };
  }

  /** Order of lists: by namespace, then by name. */
  String key() {
    return key(namespace, name);
  }

  static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  @Override
  public String toString() {
    return type.kind() + " " + key() + " @" + resourceVersion;
  }
}
