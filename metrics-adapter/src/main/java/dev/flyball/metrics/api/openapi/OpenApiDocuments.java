package dev.flyball.metrics.api.openapi;

import static dev.flyball.metrics.api.wire.JsonDocument.object;

import dev.flyball.metrics.api.discovery.ServedGroups;
import dev.flyball.metrics.api.discovery.ServedVersion;
import dev.flyball.metrics.api.openapi.Operations.Dialect;
import dev.flyball.metrics.api.wire.JsonDocument;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the OpenAPI documents of what is served. They do not depend on which metrics there are.
 */
public final class OpenApiDocuments {
  private OpenApiDocuments() {}

  /** The document of {@code /openapi/v2}: everything in one. */
  public static byte[] v2(ServedGroups served, String title, String productVersion) {
    Map<String, Object> paths = new LinkedHashMap<>();
    Map<String, Object> definitions = new LinkedHashMap<>();
    for (ServedVersion version : served.versions()) {
      paths.putAll(paths(served, version, Dialect.V2));
      definitions.putAll(schemas(served, version, Dialect.V2));
    }
    return JsonDocument.write(
        object(
            "swagger",
            "2.0",
            "info",
            object("title", title, "version", productVersion),
            "paths",
            paths,
            "definitions",
            definitions));
  }

  /** The document of {@code /openapi/v3/apis/GROUP/VERSION}. */
  public static byte[] v3(
      ServedGroups served, ServedVersion version, String title, String productVersion) {
    return JsonDocument.write(
        object(
            "openapi", "3.0.0",
            "info", object("title", title, "version", productVersion),
            "paths", paths(served, version, Dialect.V3),
            "components", object("schemas", schemas(served, version, Dialect.V3))));
  }

  private static Map<String, Object> paths(
      ServedGroups served, ServedVersion version, Dialect dialect) {
    return served
        .objectsOf(version.group())
        .map(group -> new ObjectOpenApi(group, dialect).paths())
        .orElseGet(() -> Operations.paths(version, dialect));
  }

  private static Map<String, Object> schemas(
      ServedGroups served, ServedVersion version, Dialect dialect) {
    return served
        .objectsOf(version.group())
        .map(group -> new ObjectOpenApi(group, dialect).schemas())
        .orElseGet(() -> Schemas.of(version, dialect.references()));
  }

  /**
   * The document of {@code /openapi/v3}: where the others are.
   *
   * @param hashes of the documents of versions, by {@code apis/GROUP/VERSION}; they become part of
   *     the addresses, which is how clients know what they may keep
   */
  public static byte[] v3Index(Map<String, String> hashes) {
    Map<String, Object> paths = new LinkedHashMap<>();
    hashes.forEach(
        (path, hash) ->
            paths.put(path, object("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash)));
    return JsonDocument.write(object("paths", paths));
  }
}
