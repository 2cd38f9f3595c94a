package dev.flyball.metrics.series;

/** How the value of a series comes from its samples. */
public enum SeriesKind {
  /** The rate per second of a counter over a window. */
  COUNTER,
  /** The latest value of a gauge. */
  GAUGE
}
