package dev.flyball.core.observe;

/**
 * What one metric of one policy looks like now: samples of pods, values of an object or of external
 * series, or nothing. No data is a reading of its own, never a zero.
 */
public sealed interface Reading permits PodSamples, Reading.Values, Reading.Missing {
  /** Values of an Object metric (one) or an External metric (one a series). Immutable. */
  final class Values implements Reading {
    private final long[] milli;

    private Values(long[] milli) {
      this.milli = milli;
    }

    /**
     * A reading of these values.
     *
     * @param milli milli-units, at least one value
     */
    public static Values of(long... milli) {
      if (milli.length == 0) {
        throw new IllegalArgumentException("no values is a missing reading");
      }
      return new Values(milli.clone());
    }

    /** How many values there are. */
    public int size() {
      return milli.length;
    }

    /** One value in milli-units. */
    public long milli(int index) {
      return milli[index];
    }
  }

  /**
   * The metric could not be read.
   *
   * @param error why, in the source's words
   */
  record Missing(String error) implements Reading {}
}
