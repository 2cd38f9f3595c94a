package dev.flyball.controller.cluster;

import dev.flyball.controller.config.ConfigMapText;
import java.util.Map;
import tools.jackson.core.JsonParser;

/** Reads ConfigMaps. Safe for several threads. */
final class ConfigMapDecoder implements ObjectDecoder<ConfigMapDecoder.Identified> {
  /**
   * A ConfigMap.
   *
   * @param uid tells it from others of its name, before and after it
   */
  record Identified(ConfigMapText text, String uid) {}

  /** The list of one ConfigMap alone. */
  static String pathOf(String namespace, String name) {
    return "/api/v1/namespaces/" + namespace + "/configmaps?fieldSelector=metadata.name%3D" + name;
  }

  @Override
  public Found<Identified> read(JsonParser parser) {
    ObjectMetadata metadata = new ObjectMetadata();
    Map<String, String> data = Map.of();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      switch (name) {
        case "metadata" -> metadata.read(parser);
        case "data" -> data = JsonFields.map(parser);
        default -> JsonFields.skip(parser);
      }
    }
    Identified read =
        new Identified(
            new ConfigMapText(
                metadata.namespace,
                metadata.name,
                metadata.labels,
                data,
                metadata.version,
                Math.max(0, Times.millis(metadata.created))),
            metadata.uid);
    return metadata.found(() -> read);
  }
}
