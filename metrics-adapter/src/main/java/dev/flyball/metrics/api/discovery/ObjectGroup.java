package dev.flyball.metrics.api.discovery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An API group with one kind of namespaced objects that are read, listed and watched, as discovery
 * and OpenAPI tell of it.
 *
 * @param group API group
 * @param version its only version
 * @param names what its objects are called
 * @param schema the schema of one object, complete in itself: maps, lists, strings, booleans and
 *     whole numbers
 */
public record ObjectGroup(
    String group, String version, ObjectNames names, Map<String, Object> schema) {
  /** What may be done with its objects. */
  public static final List<String> VERBS = List.of("get", "list", "watch");

  /**
   * What objects are called.
   *
   * @param kind their kind
   * @param plural their resource, in paths and commands
   * @param singular its singular
   * @param shortNames shorter names for commands
   * @param categories groups of resources that they belong to, such as {@code all}
   */
  public record ObjectNames(
      String kind,
      String plural,
      String singular,
      List<String> shortNames,
      List<String> categories) {
    public ObjectNames {
      shortNames = List.copyOf(shortNames);
      categories = List.copyOf(categories);
    }
  }

  public ObjectGroup {
    schema = Collections.unmodifiableMap(new LinkedHashMap<>(schema));
  }

  /** Its version among those that are served. */
  public ServedVersion served() {
    return new ServedVersion(group, version, names.kind());
  }

  /** Group and version as objects name them. */
  public String apiVersion() {
    return group + "/" + version;
  }
}
