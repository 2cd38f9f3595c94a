package dev.flyball.metrics.api;

/**
 * The value of a custom metric of one object.
 *
 * @param object the object it describes
 * @param milli value in milli-units
 * @param atMillis when it was taken, in epoch milliseconds
 * @param windowMillis over how long it was taken; 0 for an instantaneous value
 */
public record CustomValue(DescribedObject object, long milli, long atMillis, long windowMillis) {
  /**
   * The object that a metric describes.
   *
   * @param apiVersion group and version, such as {@code apps/v1}, or {@code v1} of the core group
   * @param kind its kind
   * @param namespace its namespace; empty where it has none
   * @param name its name
   */
  public record DescribedObject(String apiVersion, String kind, String namespace, String name) {}
}
