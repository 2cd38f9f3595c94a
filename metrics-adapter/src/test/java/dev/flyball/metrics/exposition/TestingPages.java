package dev.flyball.metrics.exposition;

import java.nio.charset.StandardCharsets;

/** Pages as real pods have them: families of histograms, gauges and counters with labels. */
final class TestingPages {
  private TestingPages() {}

  /**
   * A page of about so many bytes with five series of {@code http_requests_total} in the middle.
   */
  static byte[] realistic(int bytes) {
    StringBuilder page = new StringBuilder(bytes + 1000);
    int family = 0;
    boolean wanted = false;
    while (page.length() < bytes) {
      if (!wanted && page.length() >= bytes / 2) {
        wanted = true;
        appendWanted(page);
      }
      appendFamily(page, family++);
    }
    return page.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A page where every sample is wanted. */
  static byte[] allWanted(int series) {
    StringBuilder page = new StringBuilder("# TYPE http_requests_total counter\n");
    for (int i = 0; i < series; i++) {
      page.append("http_requests_total{code=\"200\",method=\"GET\",path=\"/api/v1/items/");
      page.append(i).append("\"} ").append(1_000_003L * (i + 1)).append('\n');
    }
    return page.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void appendWanted(StringBuilder page) {
    page.append("# HELP http_requests_total Requests.\n# TYPE http_requests_total counter\n");
    for (int code = 200; code < 205; code++) {
      page.append("http_requests_total{code=\"").append(code).append("\",method=\"GET\"} ");
      page.append(1_234_567 + code).append('\n');
    }
  }

  private static void appendFamily(StringBuilder page, int family) {
    String name = "http_server_duration_seconds_" + family;
    page.append("# HELP ").append(name).append(" How long requests of this sort took.\n");
    page.append("# TYPE ").append(name).append(" histogram\n");
    for (int bucket = 0; bucket < 10; bucket++) {
      page.append(name).append("_bucket{handler=\"/api/v1/things\",method=\"GET\",le=\"");
      page.append(0.005 * (1 << bucket)).append("\"} ").append(1000 * bucket).append('\n');
    }
    page.append(name).append("_sum{handler=\"/api/v1/things\"} 53423.125\n");
    page.append("jvm_memory_pool_bytes_used{pool=\"").append(family).append("\"} 1.2345678E7\n");
  }
}
