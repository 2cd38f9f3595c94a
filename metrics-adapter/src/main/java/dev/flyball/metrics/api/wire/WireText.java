package dev.flyball.metrics.api.wire;

import java.nio.charset.StandardCharsets;

/** What both forms of the objects say in the same words. */
final class WireText {
  static final String EXTERNAL = "external.metrics.k8s.io/v1beta1";
  static final String EXTERNAL_LIST = "ExternalMetricValueList";
  static final String CUSTOM_LIST = "MetricValueList";
  private static final int SECOND = 1000;

  private WireText() {}

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A window in seconds: at least 1, since 0 stands for a value of an instant. */
  static long windowSeconds(long windowMillis) {
    return Math.max(1, (windowMillis + SECOND / 2) / SECOND);
  }
}
