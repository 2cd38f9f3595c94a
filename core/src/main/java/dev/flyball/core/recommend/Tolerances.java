package dev.flyball.core.recommend;

/**
 * How far a metric's ratio to its target may be from 1 without a change.
 *
 * @param scaleDown how far below 1
 * @param scaleUp how far above 1
 */
public record Tolerances(double scaleDown, double scaleUp) {
  /** Whether a ratio is close enough to 1 for no change. */
  public boolean contain(double ratio) {
    return 1.0 - scaleDown <= ratio && ratio <= 1.0 + scaleUp;
  }
}
