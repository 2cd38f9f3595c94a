package dev.flyball.controller.config;

import dev.flyball.core.policy.Quantity;
import dev.flyball.core.policy.ScaleToZero;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads when a target is scaled to zero, and when it is woken. */
final class ScaleToZeroReader {
  private static final Duration LONGEST = Duration.ofHours(24);

  private ScaleToZeroReader() {}

  static @Nullable ScaleToZero read(@Nullable Value written) {
    Fields fields = Fields.open(written, "cooldown", "activation");
    if (fields == null) {
      return null;
    }
    Duration cooldown = Scalars.duration(fields.get("cooldown"), Duration.ZERO, LONGEST);
    return new ScaleToZero(
        Objects.requireNonNullElse(cooldown, ScaleToZero.DEFAULT_COOLDOWN),
        activation(fields.get("activation")));
  }

  private static long activation(@Nullable Value written) {
    BigDecimal quantity = Scalars.quantity(written);
    if (written == null || quantity == null) {
      return 0;
    }
    if (quantity.signum() < 0) {
      written.error(quantity.toPlainString() + " is negative", "write 0 or more");
      return 0;
    }
    return Quantity.parseMilli(((Node.Scalar) written.node()).text());
  }
}
