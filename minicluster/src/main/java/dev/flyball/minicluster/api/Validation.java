package dev.flyball.minicluster.api;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The few checks of the API whose absence would let a wrong client look right. */
final class Validation {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
  private static final Set<String> PATH_NAMES =
      Set.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
  private static final Set<String> WORKLOADS = Set.of("Deployment", "ReplicaSet", "StatefulSet");

  private Validation() {}

  static void check(ResourceType type, String name, ObjectNode tree, @Nullable ObjectNode before) {
    if (name.isEmpty()) {
      throw ApiException.invalid(
          type, name, "metadata.name: Required value: name or generateName is required");
    }
    if (!PATH_NAMES.contains(type.kind())
        && (name.length() > 253 || !NAME.matcher(name).matches())) {
      throw ApiException.invalid(
          type,
          name,
          "metadata.name: Invalid value: \"" + name + "\": must be a lowercase RFC 1123 subdomain");
    }
    JsonNode spec = tree.path("spec");
    if (type.scale() != null && Json.at(tree, type.scale().specReplicas()).asInt(0) < 0) {
      throw ApiException.invalid(type, name, "spec.replicas: must be greater than or equal to 0");
    }
    if (WORKLOADS.contains(type.kind())) {
      checkSelector(type, name, spec, before);
    }
  }

  private static void checkSelector(
      ResourceType type, String name, JsonNode spec, @Nullable ObjectNode before) {
    if (spec.path("selector").isEmpty()) {
      throw ApiException.invalid(type, name, "spec.selector: Required value");
    }
    var labels = Json.strings(spec.path("template").path("metadata").path("labels"));
    if (!LabelSelector.of(spec.path("selector")).matches(labels)) {
      throw ApiException.invalid(
          type, name, "spec.template.metadata.labels: `selector` does not match template `labels`");
    }
    if (before != null && !before.path("spec").path("selector").equals(spec.path("selector"))) {
      throw ApiException.invalid(type, name, "spec.selector: field is immutable");
    }
  }
}
