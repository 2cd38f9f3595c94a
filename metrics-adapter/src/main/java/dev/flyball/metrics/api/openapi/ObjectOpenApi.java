package dev.flyball.metrics.api.openapi;

import static dev.flyball.metrics.api.wire.JsonDocument.object;

import dev.flyball.metrics.api.discovery.ObjectGroup;
import dev.flyball.metrics.api.openapi.Operations.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The paths and schemas of a group of objects, as {@code kubectl explain} reads them. */
final class ObjectOpenApi {
  private static final List<String> MEDIA_TYPES = List.of("application/json");

  private final ObjectGroup group;
  private final Dialect dialect;

  ObjectOpenApi(ObjectGroup group, Dialect dialect) {
    this.group = group;
    this.dialect = dialect;
  }

  Map<String, Object> paths() {
    String root = "/apis/" + group.apiVersion();
    String plural = group.names().plural();
    Map<String, Object> namespace = parameter("namespace", "path", "Namespace of the objects.");
    Map<String, Object> name = parameter("name", "path", "Name of the object.");
    return object(
        root + "/" + plural,
        path("ForAllNamespaces", "list", List.of()),
        root + "/namespaces/{namespace}/" + plural,
        path("Namespaced", "list", List.of(namespace)),
        root + "/namespaces/{namespace}/" + plural + "/{name}",
        path("Namespaced", "get", List.of(name, namespace)));
  }

  private Map<String, Object> path(
      String scope, String action, List<Map<String, Object>> pathParameters) {
    boolean list = action.equals("list");
    String kind = group.names().kind();
    Map<String, Object> ok = object("description", "OK");
    ok.putAll(content(object("$ref", dialect.references() + (list ? listName() : name()))));
    Map<String, Object> get =
        object(
            "description",
            list ? "Lists or watches objects." : "Reads an object.",
            "operationId",
            (list ? "list" : "read") + kind + scope,
            "tags",
            List.of(tag()));
    if (dialect == Dialect.V2) {
      get.put("produces", MEDIA_TYPES);
      get.put("schemes", List.of("https"));
    }
    get.put("responses", object("200", ok));
    get.put("x-kubernetes-action", action);
    get.put("x-kubernetes-group-version-kind", groupVersionKind(kind));
    List<Map<String, Object>> parameters = new ArrayList<>(pathParameters);
    if (list) {
      parameters.add(parameter("labelSelector", "query", "Which objects, by their labels."));
      parameters.add(
          parameter("fieldSelector", "query", "Which objects, by metadata.name and namespace."));
      parameters.add(parameter("resourceVersion", "query", "From where on to watch."));
      parameters.add(parameter("watch", "query", "Whether to watch."));
    }
    return object("get", get, "parameters", parameters);
  }

  private Map<String, Object> content(Map<String, Object> schema) {
    return dialect == Dialect.V2
        ? object("schema", schema)
        : object("content", object(MEDIA_TYPES.getFirst(), object("schema", schema)));
  }

  private Map<String, Object> parameter(String name, String in, String description) {
    Map<String, Object> parameter = object("name", name, "in", in, "description", description);
    if (in.equals("path")) {
      parameter.put("required", true);
    }
    return dialect.parameter(parameter);
  }

  private String tag() {
    return group.group().replaceAll("\\W.*", "") + "_" + group.version();
  }

  /** The API server's aggregator takes names apart at their dots: the group stands backwards. */
  private String name() {
    String[] parts = group.group().split("\\.", -1);
    StringBuilder name = new StringBuilder();
    for (int i = parts.length - 1; i >= 0; i--) {
      name.append(parts[i]).append('.');
    }
    return name + group.version() + "." + group.names().kind();
  }

  private String listName() {
    return name() + "List";
  }

  private Map<String, Object> groupVersionKind(String kind) {
    return object("group", group.group(), "kind", kind, "version", group.version());
  }

  /** The schemas of one object and of a list, by their names. */
  Map<String, Object> schemas() {
    Map<String, Object> one = new LinkedHashMap<>(group.schema());
    one.put("x-kubernetes-group-version-kind", List.of(groupVersionKind(group.names().kind())));
    Map<String, Object> list =
        object(
            "description",
            "A list of objects.",
            "type",
            "object",
            "required",
            List.of("items"),
            "properties",
            object(
                "apiVersion", text("Version of the format of this object."),
                "kind", text("Kind of this object."),
                "metadata", object("description", "Metadata of the list.", "type", "object"),
                "items",
                    object(
                        "description", "The objects.",
                        "type", "array",
                        "items", object("$ref", dialect.references() + name()))),
            "x-kubernetes-group-version-kind",
            List.of(groupVersionKind(group.names().kind() + "List")));
    return object(name(), one, listName(), list);
  }

  private static Map<String, Object> text(String description) {
    return object("description", description, "type", "string");
  }
}
