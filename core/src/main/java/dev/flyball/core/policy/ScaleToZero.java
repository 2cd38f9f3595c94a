package dev.flyball.core.policy;

import java.time.Duration;

/**
 * When a target is scaled to zero, and when it is woken. Object and External metrics decide it:
 * they are active while their value is above the activation.
 *
 * @param cooldown how long no metric must have been active before the last replica goes
 * @param activationMilli the value of a metric above which it is active, in milli-units, at least 0
 */
public record ScaleToZero(Duration cooldown, long activationMilli) {
  /** KEDA's. */
  public static final Duration DEFAULT_COOLDOWN = Duration.ofMinutes(5);

  public ScaleToZero {
    if (cooldown.isNegative() || activationMilli < 0) {
      throw new IllegalArgumentException(
          "cooldown and activation must not be negative: " + cooldown + ", " + activationMilli);
    }
  }
}
