package dev.flyball.metrics.exposition;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two text forms in which pods expose metrics. */
public enum ExpositionFormat {
  /** Prometheus text 0.0.4: timestamps in milliseconds, no mark at the end of the page. */
  TEXT,
  /** OpenMetrics 1.0: timestamps in seconds, exemplars, and a page ends with {@code # EOF}. */
  OPENMETRICS;

  /**
   * The format that a response's content type names; everything that is not OpenMetrics is read as
   * Prometheus text, as exporters without or with a wrong content type expect.
   */
  public static ExpositionFormat of(@Nullable String contentType) {
    boolean open =
        contentType != null
            && contentType
                .strip()
                .toLowerCase(Locale.ROOT)
                .startsWith("application/openmetrics-text");
    return open ? OPENMETRICS : TEXT;
  }
}
