package dev.flyball.controller.config;

import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.PolicyOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code flyball} section of a policy, which may stand beside the spec or above it.
 *
 * @param written the section
 * @param options what it says
 */
record PolicySection(Value written, PolicyOptions options) {
  /** The bounds and metrics of the spec, which the section has to agree with. */
  record Spec(int minReplicas, int maxReplicas, List<MetricSpec> metrics) {}

  /** Reports what does not go together with the spec. */
  void check(Spec spec) {
    Fields fields = Fields.openAny(written);
    if (fields != null) {
      Value zero = fields.get("scaleToZero");
      if (zero != null && spec.minReplicas() > 0) {
        zero.problems()
            .error(
                zero.keyAt(),
                zero.path(),
                "needs minReplicas 0, not " + spec.minReplicas(),
                "set minReplicas to 0, or remove it");
      }
      ScheduleReader.check(fields.get("schedule"), f -> atMost(spec, f.replicas(), f.at()));
      options
          .fallback()
          .ifPresent(f -> atMost(spec, f.replicas(), nested(fields.get("fallback"), "replicas")));
    }
  }

  private static void atMost(Spec spec, int replicas, @Nullable Value at) {
    int max = spec.maxReplicas();
    if (replicas > max && at != null) {
      at.error(replicas + " is more than maxReplicas " + max, "lower it to " + max + " or less");
    }
  }

  private static @Nullable Value nested(@Nullable Value outer, String field) {
    Fields fields = Fields.openAny(outer);
    return fields == null ? null : fields.get(field);
  }
}
