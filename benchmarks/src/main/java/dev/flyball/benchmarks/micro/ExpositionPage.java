package dev.flyball.benchmarks.micro;

import dev.flyball.metrics.exposition.ExpositionFormat;
import java.nio.charset.StandardCharsets;

/** Pages as pods expose them. */
public enum ExpositionPage {
  /** A small application: 10 kB, of which five lines are wanted. */
  SMALL_10KB(10_000, 5),
  /** A usual one: 100 kB, of which five lines are wanted. */
  USUAL_100KB(100_000, 5),
  /** As large as a page may be: 10 MB, of which five lines are wanted. */
  LARGEST_10MB(9_990_000, 5),
  /** One counter of 5,000 series, all wanted. */
  WANTED_5000(0, 5_000);

  /** The counter that is wanted, as sample lines name it. */
  static final String WANTED = "http_requests_total";

  private final int length;
  private final int wanted;

  ExpositionPage(int length, int wanted) {
    this.length = length;
    this.wanted = wanted;
  }

  /** Samples that a reader of the page is to get. */
  public int wanted() {
    return wanted;
  }

  /** The page, of about the length that its name says. */
  public byte[] bytes(ExpositionFormat format) {
    StringBuilder page = new StringBuilder(length + 1_000);
    int family = 0;
    while (page.length() < length / 2) {
      appendHistogram(page, family++);
    }
    appendWanted(page, format);
    while (page.length() < length) {
      appendHistogram(page, family++);
    }
    if (format == ExpositionFormat.OPENMETRICS) {
      page.append("# EOF\n");
    }
    return page.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void appendWanted(StringBuilder page, ExpositionFormat format) {
    // OpenMetrics declares the family, whose samples alone end in _total.
    String family = format == ExpositionFormat.OPENMETRICS ? "http_requests" : WANTED;
    page.append("# HELP ").append(family).append(" Requests answered.\n# TYPE ");
    page.append(family).append(" counter\n");
    for (int i = 0; i < wanted; i++) {
      page.append(WANTED).append("{code=\"200\",method=\"GET\",path=\"/api/v1/items/").append(i);
      page.append("\"} ").append(1_000_003L * (i + 1)).append('\n');
    }
  }

  private static void appendHistogram(StringBuilder page, int family) {
    String name = "http_server_duration_seconds_" + family;
    page.append("# HELP ").append(name).append(" How long requests of this sort took.\n");
    page.append("# TYPE ").append(name).append(" histogram\n");
    for (int bucket = 0; bucket < 10; bucket++) {
      page.append(name).append("_bucket{handler=\"/api/v1/things\",method=\"GET\",le=\"");
      page.append(0.005 * (1 << bucket)).append("\"} ").append(1_000 * bucket).append('\n');
    }
    page.append(name).append("_sum{handler=\"/api/v1/things\"} 53423.125\n");
    page.append(name).append("_count{handler=\"/api/v1/things\"} 9000\n");
  }
}
