package dev.flyball.benchmarks.micro;

/** What the metrics of a target look like. */
public enum MetricsKind {
  /** All pods there, every metric within tolerance of its target. */
  STEADY,
  /** Load swings between asking for more and for fewer, and scale changes are carried out. */
  SCALING,
  /** A tenth of the pods pending, a tenth without samples, a tenth still starting. */
  TROUBLED
}
