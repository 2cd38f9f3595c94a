package dev.flyball.minicluster.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The documents that tell clients what this API serves. */
final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
  private static final List<String> REVIEW_GROUPS =
      List.of("authentication.k8s.io/v1", "authorization.k8s.io/v1");
  private static final String METRICS = "metrics.k8s.io/v1beta1";

  private final ResourceCatalog catalog;

  Discovery(ResourceCatalog catalog) {
    this.catalog = catalog;
  }

  static ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "36")
        .put("gitVersion", "v1.36.0-flyball-minicluster")
        .put("gitCommit", "")
        .put("gitTreeState", "clean")
        .put("buildDate", "1970-01-01T00:00:00Z")
        .put("goVersion", "")
        .put("compiler", "")
        .put("platform", "java");
  }

  static ObjectNode coreVersions(String address) {
    ObjectNode versions = Json.object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    ObjectNode server = versions.putArray("serverAddressByClientCIDRs").addObject();
    server.put("clientCIDR", "0.0.0.0/0").put("serverAddress", address);
    return versions;
  }

  ObjectNode groups(boolean metrics) {
    ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    byGroup(metrics).forEach((group, versions) -> groups.add(group(group, versions)));
    return list;
  }

  private Map<String, List<String>> byGroup(boolean metrics) {
    var groupVersions = new ArrayList<>(catalog.groupVersions());
    groupVersions.addAll(REVIEW_GROUPS);
    if (metrics) {
      groupVersions.add(METRICS);
    }
    var groups = new LinkedHashMap<String, List<String>>();
    for (String groupVersion : groupVersions) {
      String group = groupVersion.substring(0, groupVersion.indexOf('/'));
      groups.computeIfAbsent(group, g -> new ArrayList<>()).add(groupVersion);
    }
    return groups;
  }

  ObjectNode group(String name, boolean metrics) {
    List<String> versions = byGroup(metrics).get(name);
    if (versions == null) {
      throw ApiException.noSuchPath();
    }
    return group(name, versions).put("kind", "APIGroup").put("apiVersion", "v1");
  }

  private static ObjectNode group(String name, List<String> groupVersions) {
    ObjectNode group = Json.object().put("name", name);
    ArrayNode versions = group.putArray("versions");
    for (String groupVersion : groupVersions) {
      versions.add(version(groupVersion));
    }
    group.set("preferredVersion", version(groupVersions.getFirst()));
    return group;
  }

  private static ObjectNode version(String groupVersion) {
    return Json.object()
        .put("groupVersion", groupVersion)
        .put("version", groupVersion.substring(groupVersion.indexOf('/') + 1));
  }

  ObjectNode resources(String group, String version) {
    String groupVersion = group.isEmpty() ? version : group + "/" + version;
    ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    list.put("groupVersion", groupVersion);
    ArrayNode resources = list.putArray("resources");
    switch (groupVersion) {
      case METRICS -> {
        resources.add(resource("pods", "PodMetrics", true, List.of("get", "list")));
        resources.add(resource("nodes", "NodeMetrics", false, List.of("get", "list")));
      }
      case "authentication.k8s.io/v1" ->
          resources.add(resource("tokenreviews", "TokenReview", false, List.of("create")));
      case "authorization.k8s.io/v1" -> {
        resources.add(
            resource("subjectaccessreviews", "SubjectAccessReview", false, List.of("create")));
        resources.add(
            resource(
                "selfsubjectaccessreviews", "SelfSubjectAccessReview", false, List.of("create")));
      }
      default ->
          catalog.all().stream()
              .filter(t -> t.apiVersion().equals(groupVersion))
              .forEach(t -> describe(t, resources));
    }
    if (resources.isEmpty()) {
      throw ApiException.noSuchPath();
    }
    return list;
  }

  private static void describe(ResourceType type, ArrayNode resources) {
    ObjectNode main = resource(type.plural(), type.kind(), type.namespaced(), VERBS);
    main.put("singularName", type.singular());
    ArrayNode shortNames = main.putArray("shortNames");
    type.shortNames().forEach(shortNames::add);
    resources.add(main);
    List<String> verbs = List.of("get", "patch", "update");
    if (type.status()) {
      resources.add(resource(type.plural() + "/status", type.kind(), type.namespaced(), verbs));
    }
    if (type.scale() != null) {
      ObjectNode scale = resource(type.plural() + "/scale", "Scale", type.namespaced(), verbs);
      resources.add(scale.put("group", "autoscaling").put("version", "v1"));
    }
  }

  private static ObjectNode resource(
      String name, String kind, boolean namespaced, List<String> verbs) {
    ObjectNode resource = Json.object().put("name", name).put("singularName", "");
    resource.put("namespaced", namespaced).put("kind", kind);
    ArrayNode list = resource.putArray("verbs");
    verbs.forEach(list::add);
    return resource;
  }

  /** What kubectl needs of OpenAPI: that the server checks fields itself, so that it need not. */
  ObjectNode openApiIndex() {
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    paths.putObject("api/v1").put("serverRelativeURL", "/openapi/v3/api/v1");
    for (String groupVersion : catalog.groupVersions()) {
      paths
          .putObject("apis/" + groupVersion)
          .put("serverRelativeURL", "/openapi/v3/apis/" + groupVersion);
    }
    return index;
  }

  ObjectNode openApi(String path) {
    String groupVersion = path.replaceFirst("^(apis/|api/)", "");
    ObjectNode document = Json.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Flyball minicluster").put("version", "v1.36.0");
    ObjectNode paths = document.putObject("paths");
    for (ResourceType type : catalog.all()) {
      if (type.apiVersion().equals(groupVersion)) {
        String namespace = type.namespaced() ? "/namespaces/{namespace}" : "";
        ObjectNode patch =
            paths
                .putObject("/" + path + namespace + "/" + type.plural() + "/{name}")
                .putObject("patch");
        ObjectNode kind = patch.putObject("x-kubernetes-group-version-kind");
        kind.put("group", type.group()).put("version", type.version()).put("kind", type.kind());
        ObjectNode parameter = patch.putArray("parameters").addObject();
        parameter.put("name", "fieldValidation").put("in", "query");
        parameter.putObject("schema").put("type", "string");
        patch.putObject("responses");
      }
    }
    return document;
  }
}
