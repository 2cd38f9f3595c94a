package dev.flyball.metrics.exposition;

/**
 * What became of a page.
 *
 * @param status whether the page is whole
 * @param bytes bytes read
 * @param lines lines read, the last one without a line feed included
 * @param samples wanted samples that were delivered
 * @param malformed lines of wanted metrics that could not be read
 * @param firstMalformedLine number of the first of them, from 1; 0 without one
 * @param endsInLine whether the last line had no line feed: where the transport cannot tell the end
 *     of a page from a lost connection, the last value may be cut
 */
public record PageResult(
    Status status,
    long bytes,
    long lines,
    long samples,
    long malformed,
    long firstMalformedLine,
    boolean endsInLine) {
  /** Whether a page is whole. */
  public enum Status {
    /** The page is whole, as far as its format can tell. */
    COMPLETE,
    /** An OpenMetrics page without its {@code # EOF}. */
    TRUNCATED,
    /** The page is larger than the limit; what lay beyond was not read. */
    TOO_LARGE,
    /** Lines follow {@code # EOF} on an OpenMetrics page. */
    DATA_AFTER_EOF
  }
}
