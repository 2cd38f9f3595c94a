package dev.flyball.controller.config;

import dev.flyball.controller.config.Node.Mapping;
import dev.flyball.core.policy.Policy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a policy: a bare {@code autoscaling/v2} HPA spec or a whole {@code
 * HorizontalPodAutoscaler}, as YAML or JSON, with a {@code flyball} section beside the spec's
 * fields or at the top of the object.
 *
 * <p>Refuses what the API server of Kubernetes 1.36 refuses and fills in its defaults. It is
 * stricter in what the HPA would not get far with: the fields of a metric's target must agree with
 * the target's type, and a metric's selector must be a valid one.
 */
public final class PolicyReader {
  static final String KIND = "HorizontalPodAutoscaler";

  private static final String V2 = "autoscaling/v2";
  private static final String V1 = "autoscaling/v1";
  private static final String EXPECTED =
      "a HorizontalPodAutoscaler or its spec: scaleTargetRef, maxReplicas, metrics";

  private PolicyReader() {}

  /**
   * Reads a policy; never throws for what the text says.
   *
   * @param text YAML or JSON
   * @param origin how problems name the text
   */
  public static Parsed<Policy> read(String text, Origin origin) {
    return Documents.read(text, origin, EXPECTED, PolicyReader::policy);
  }

  /** Reads a policy from the root of a document or from an item of a list. */
  static @Nullable Policy policy(Value root) {
    if (root.node() instanceof Mapping fields
        && (fields.has("kind") || fields.has("apiVersion") || fields.has("spec"))) {
      return isHpa(root, fields) ? pasted(root) : null;
    }
    return SpecReader.v2(root, null);
  }

  /** Any other object has other fields; to report those one by one would say nothing. */
  private static boolean isHpa(Value root, Mapping object) {
    Value kind = root.field(object, "kind");
    String name = kind.node() instanceof Node.Scalar scalar ? scalar.text() : "";
    if (name.equals(KIND)) {
      return true;
    }
    if (name.isEmpty()) {
      root.problems().error(root.keyAt(), kind.path(), "is missing", "write " + KIND);
    } else if (name.equals("List") || name.equals(KIND + "List")) {
      kind.error("is a list of objects", "put each one under a key of its own");
    } else {
      kind.error(Quoting.quoted(name) + " is no policy", "paste a " + KIND + " or its spec");
    }
    return false;
  }

  private static @Nullable Policy pasted(Value root) {
    Fields fields =
        Fields.open(root, "apiVersion", "kind", "metadata", "spec", "status", "flyball");
    if (fields == null) {
      return null;
    }
    Value apiVersion = fields.require("apiVersion", "write " + V2);
    PolicySection options = OptionsReader.read(fields.get("flyball"));
    Value spec = fields.require("spec", "paste the object with its spec");
    String version = Scalars.text(apiVersion);
    if (apiVersion == null || version == null || spec == null) {
      return null;
    }
    return switch (version) {
      case V2 -> SpecReader.v2(spec, options);
      case V1 -> {
        refuseHiddenMetrics(fields.get("metadata"));
        apiVersion.warning(V1 + " is read as " + V2, "write " + V2 + ", whose metrics say more");
        yield SpecReader.v1(spec, options);
      }
      default -> {
        apiVersion.error(
            Quoting.quoted(version) + " is not read", "write " + V2 + " and its fields");
        yield null;
      }
    };
  }

  /** A v2 object fetched as v1 carries its other metrics in annotations, as JSON. */
  private static void refuseHiddenMetrics(@Nullable Value metadata) {
    if (metadata == null || !(metadata.node() instanceof Mapping fields)) {
      return;
    }
    Value written = metadata.field(fields, "annotations");
    Fields annotations = written.isNull() ? null : Fields.openAny(written);
    if (annotations == null) {
      return;
    }
    for (Map.Entry<String, Value> annotation : annotations.all().entrySet()) {
      if (annotation.getKey().startsWith("autoscaling.alpha.kubernetes.io/")
          && !annotation.getKey().endsWith("/conditions")
          && !annotation.getKey().endsWith("/current-metrics")) {
        Value value = annotation.getValue();
        value
            .problems()
            .error(
                value.keyAt(),
                value.path(),
                "holds what autoscaling/v1 has no field for",
                "paste the output of kubectl get hpa.v2.autoscaling NAME -o yaml");
      }
    }
  }
}
