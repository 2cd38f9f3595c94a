package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.ObjectDecoder.Found;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/** What is wanted of an object's metadata. */
final class ObjectMetadata {
  String namespace = "";
  String name = "";
  String uid = "";
  String version = "";
  @Nullable String created;
  boolean deleted;
  Map<String, String> labels = Map.of();
  Map<String, String> annotations = Map.of();
  private @Nullable Workload controller;

  void read(JsonParser parser) {
    JsonFields.each(
        parser,
        field -> {
          switch (field) {
            case "namespace" -> namespace = JsonFields.orEmpty(parser).intern();
            case "name" -> name = JsonFields.orEmpty(parser);
            case "uid" -> uid = JsonFields.orEmpty(parser);
            case "resourceVersion" -> version = JsonFields.orEmpty(parser);
            case "creationTimestamp" -> created = JsonFields.text(parser);
            case "deletionTimestamp" -> deleted = JsonFields.text(parser) != null;
            case "labels" -> labels = JsonFields.map(parser);
            case "annotations" -> annotations = JsonFields.map(parser);
            case "ownerReferences" -> JsonFields.eachObject(parser, () -> owner(parser));
            default -> JsonFields.skip(parser);
          }
        });
  }

  private void owner(JsonParser parser) {
    String apiVersion = "";
    String kind = "";
    String owner = "";
    boolean controls = false;
    for (String field = parser.nextName(); field != null; field = parser.nextName()) {
      switch (field) {
        case "apiVersion" -> apiVersion = JsonFields.orEmpty(parser);
        case "kind" -> kind = JsonFields.orEmpty(parser);
        case "name" -> owner = JsonFields.orEmpty(parser);
        case "controller" -> controls = JsonFields.isTrue(parser);
        default -> JsonFields.skip(parser);
      }
    }
    if (controls && controller == null) {
      controller = new Workload(apiVersion, kind, owner);
    }
  }

  /** What the object belongs to; null where nothing controls it. */
  @Nullable Workload workload() {
    return controller == null ? null : Workload.of(controller, labels);
  }

  /** The object with this metadata. */
  <T> Found<T> found(Supplier<T> value) {
    return new Found<>(namespace, name, version, value);
  }
}
