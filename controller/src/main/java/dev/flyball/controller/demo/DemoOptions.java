package dev.flyball.controller.demo;

import java.time.Duration;
import java.util.Optional;

/**
 * How the demo is run.
 *
 * @param runFor how long; empty until it is interrupted
 * @param webPort port of the controller's web server; 0 takes a free one
 * @param balancerPort port of the load balancer before the application; 0 takes a free one
 * @param generateLoad whether load is generated; without, only that of the user counts
 * @param speed how much faster than the article's all windows, periods and the load run, 1 to 15
 * @param plain lines instead of the live view
 */
public record DemoOptions(
    Optional<Duration> runFor,
    int webPort,
    int balancerPort,
    boolean generateLoad,
    double speed,
    boolean plain) {
  /** Fastest speed: beyond it, the controller's shortest sync period is no longer short enough. */
  public static final double MAX_SPEED = 15;

  public DemoOptions {
    if (!(speed >= 1 && speed <= MAX_SPEED)) {
      throw new IllegalArgumentException("the speed must be 1 to 15, not " + speed);
    }
    if (runFor.isPresent() && !runFor.get().isPositive()) {
      throw new IllegalArgumentException("the time to run must be positive");
    }
    requirePort(webPort);
    requirePort(balancerPort);
  }

  private static void requirePort(int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
  }
}
