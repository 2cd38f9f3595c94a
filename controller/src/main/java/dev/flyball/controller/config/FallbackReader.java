package dev.flyball.controller.config;

import dev.flyball.core.policy.Fallback;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what a metric falls back on that keeps failing. */
final class FallbackReader {
  private FallbackReader() {}

  static @Nullable Fallback read(@Nullable Value written) {
    Fields fields = Fields.open(written, "failures", "replicas", "behavior");
    if (fields == null) {
      return null;
    }
    Integer failures =
        Scalars.whole(
            fields.require("failures", "write after how many failed readings in a row"),
            1,
            1000,
            "");
    Integer replicas =
        Scalars.whole(
            fields.require("replicas", "write the replicas to fall back on"),
            1,
            Integer.MAX_VALUE,
            "");
    Fallback.Behavior behavior = Scalars.oneOf(fields.get("behavior"), Fallback.Behavior.class);
    return failures == null || replicas == null
        ? null
        : new Fallback(
            failures, replicas, Objects.requireNonNullElse(behavior, Fallback.Behavior.Static));
  }
}
