package dev.flyball.core.observe;

/**
 * What one metric of one policy looks like now: samples of pods, values of an object or of external
 * series, or nothing. No data is a reading of its own, never a zero.
 */
public sealed interface Reading permits PodSamples, Reading.Values, Reading.Missing {
  /**
   * Values of an Object metric (one) or an External metric (one a series).
   *
   * @param milli the values in milli-units, at least one; not copied, so not to be changed
   */
  record Values(long... milli) implements Reading {
    public Values {
      if (milli.length == 0) {
        throw new IllegalArgumentException("no values is a missing reading");
      }
    }
  }

  /**
   * The metric could not be read.
   *
   * @param error why, in the source's words
   */
  record Missing(String error) implements Reading {}
}
