package dev.flyball.controller.config;

import dev.flyball.core.policy.ObjectReference;
import dev.flyball.core.policy.ScaleTargetRef;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads references to objects, by the rules of the API server. */
final class ReferenceReader {
  private static final String REPLICATION_CONTROLLER = "ReplicationController";
  private static final Set<String> IN_APPS = Set.of("Deployment", "StatefulSet", "ReplicaSet");
  private static final List<String> APPS_KINDS = List.of("Deployment", "StatefulSet", "ReplicaSet");

  private ReferenceReader() {}

  /**
   * The object to scale; its API group must be named, as only one kind of the core group scales.
   */
  static @Nullable ScaleTargetRef scaleTarget(@Nullable Value reference) {
    Fields fields = Fields.open(reference, "apiVersion", "kind", "name");
    if (fields == null) {
      return null;
    }
    int before = fields.problems().count();
    String kind =
        pathSegment(fields.require("kind", "write the kind to scale, such as Deployment"));
    String name = pathSegment(fields.require("name", "write the name of the object to scale"));
    Value written = fields.get("apiVersion");
    String apiVersion = apiVersion(written);
    if (kind != null && !kind.equals(REPLICATION_CONTROLLER)) {
      requireGroup(fields, written, apiVersion, kind);
    }
    if (kind == null || name == null || fields.problems().count() > before) {
      return null;
    }
    return new ScaleTargetRef(Objects.requireNonNullElse(apiVersion, ""), kind, name);
  }

  private static void requireGroup(
      Fields fields, @Nullable Value written, @Nullable String apiVersion, String kind) {
    String nearest = FieldNames.nearest(kind, APPS_KINDS);
    String remedy =
        IN_APPS.contains(nearest)
            ? "write apps/v1"
            : "write the group and version of " + kind + ", such as example.com/v1";
    if (written == null) {
      fields.reportMissing("apiVersion", remedy);
    } else if (apiVersion != null && !apiVersion.contains("/")) {
      written.error(Quoting.quoted(apiVersion) + " names no API group", remedy);
    }
  }

  /** The object that a metric describes; its group may be left out. */
  static @Nullable ObjectReference describedObject(@Nullable Value reference) {
    Fields fields = Fields.open(reference, "apiVersion", "kind", "name");
    if (fields == null) {
      return null;
    }
    int before = fields.problems().count();
    String kind = pathSegment(fields.require("kind", "write a kind, such as Ingress"));
    String name = pathSegment(fields.require("name", "write the name of the object"));
    String apiVersion = apiVersion(fields.get("apiVersion"));
    if (kind == null || name == null || fields.problems().count() > before) {
      return null;
    }
    return new ObjectReference(Objects.requireNonNullElse(apiVersion, ""), kind, name);
  }

  private static @Nullable String apiVersion(@Nullable Value value) {
    String text = Scalars.text(value);
    if (value == null || text == null) {
      return null;
    }
    if (!text.matches("[^/\\s]+(/[^/\\s]+)?")) {
      value.error(Quoting.quoted(text) + " is no group and version", "write for example apps/v1");
      return null;
    }
    return text;
  }

  /** A name that may stand in a path of the API. */
  static @Nullable String pathSegment(@Nullable Value value) {
    String text = Scalars.text(value);
    if (value == null || text == null) {
      return null;
    }
    if (text.equals(".") || text.equals("..")) {
      value.error("may not be " + Quoting.quoted(text), "write a name");
      return null;
    }
    if (text.contains("/") || text.contains("%")) {
      value.error(Quoting.quoted(text) + " contains / or %", "write a name without them");
      return null;
    }
    return text;
  }
}
