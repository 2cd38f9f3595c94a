package dev.flyball.minicluster.cluster;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts of resources, as integers. */
final class Quantities {
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  private Quantities() {}

  /** Thousandths, rounded up; 0 for an empty quantity. */
  static long millis(String quantity) {
    return quantity.isEmpty()
        ? 0
        : Quantity.getAmountInBytes(new Quantity(quantity))
            .multiply(THOUSAND)
            .setScale(0, RoundingMode.UP)
            .longValue();
  }

  /** Whole units, rounded up; 0 for an empty quantity. */
  static long units(String quantity) {
    return quantity.isEmpty()
        ? 0
        : Quantity.getAmountInBytes(new Quantity(quantity))
            .setScale(0, RoundingMode.UP)
            .longValue();
  }
}
