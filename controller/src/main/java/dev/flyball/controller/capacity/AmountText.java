package dev.flyball.controller.capacity;

import dev.flyball.core.policy.Quantity;

/** Amounts of resources as people write them. */
final class AmountText {
  private static final long MEBI = 1_000L << 20;
  private static final long GIBI = 1_000L << 30;

  private AmountText() {}

  /** CPU in cores or thousandths; memory in Gi or Mi where it is that much, rounded down. */
  static String of(String resource, long milli) {
    boolean bytes =
        resource.endsWith("memory")
            || resource.endsWith("ephemeral-storage")
            || resource.contains("hugepages-");
    if (!bytes || milli < MEBI) {
      return Quantity.formatMilli(milli);
    }
    return milli % GIBI == 0 ? milli / GIBI + "Gi" : milli / MEBI + "Mi";
  }
}
