package dev.flyball.minicluster.load;

import java.time.Duration;

/**
 * How much load there is at which time: requests per second as a function of the time since the
 * start.
 */
@FunctionalInterface
public interface LoadProfile {
  /** Requests per second, not negative; {@code seconds} since the start. */
  double requestsPerSecond(double seconds);

  /** Always the same. */
  static LoadProfile constant(double requestsPerSecond) {
    return seconds -> requestsPerSecond;
  }

  /** Straight from one rate to another over a time, then the second one for ever. */
  static LoadProfile ramp(double from, double to, Duration over) {
    double length = over.toMillis() / 1000.0;
    return seconds -> seconds >= length ? to : from + (to - from) * seconds / length;
  }

  /** This for a time, then the next one, which starts from its own beginning. */
  default LoadProfile then(Duration after, LoadProfile next) {
    double length = after.toMillis() / 1000.0;
    return seconds ->
        seconds < length ? requestsPerSecond(seconds) : next.requestsPerSecond(seconds - length);
  }

  /** The same rates in less time. */
  default LoadProfile faster(double factor) {
    return seconds -> requestsPerSecond(seconds * factor);
  }
}
