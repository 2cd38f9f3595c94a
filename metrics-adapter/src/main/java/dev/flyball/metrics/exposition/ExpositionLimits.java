package dev.flyball.metrics.exposition;

/**
 * How much a page may ask of its reader.
 *
 * @param maxPageBytes bytes of a page after decompression, at least 1
 * @param maxLineBytes bytes of a line with a wanted sample, at least 16; lines that are skipped may
 *     be as long as the page
 */
public record ExpositionLimits(long maxPageBytes, int maxLineBytes) {
  /** 10 MB a page, 64 KiB a line. */
  public static final ExpositionLimits DEFAULT = new ExpositionLimits(10_000_000, 64 * 1024);

  public ExpositionLimits {
    if (maxPageBytes < 1 || maxLineBytes < 16) {
      throw new IllegalArgumentException(
          "limits of " + maxPageBytes + " bytes a page and " + maxLineBytes + " a line");
    }
  }
}
