package dev.flyball.metrics.exposition;

/** Receives the wanted samples of a page in the page's order. */
public interface SampleVisitor {
  /**
   * A wanted sample.
   *
   * @param sample a view of the parser's buffer, valid during this call only
   */
  void sample(Sample sample);

  /**
   * A line of a wanted metric that could not be read; the page goes on.
   *
   * @param line its number, from 1
   * @param reason what is wrong with it
   */
  default void malformed(long line, MalformedLine reason) {}
}
