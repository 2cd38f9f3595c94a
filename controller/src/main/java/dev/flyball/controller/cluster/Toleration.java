package dev.flyball.controller.cluster;

import java.util.Optional;

/**
 * A taint that a pod bears.
 *
 * @param key the taint's key; empty for any, with {@code anyValue}
 * @param anyValue whether the taint's value does not matter: the operator {@code Exists}
 * @param value the taint's value otherwise
 * @param effect the taint's effect; empty for any
 */
public record Toleration(String key, boolean anyValue, String value, String effect) {
  /**
   * As it is written, an absent operator standing for {@code Equal}; empty for an operator that is
   * not known here, which bears nothing.
   */
  static Optional<Toleration> of(String key, String operator, String value, String effect) {
    return switch (operator) {
      case "", "Equal" -> Optional.of(new Toleration(key, false, value, effect));
      case "Exists" -> Optional.of(new Toleration(key, true, value, effect));
      default -> Optional.empty();
    };
  }

  /** Whether it bears this taint. */
  public boolean bears(Taint taint) {
    boolean sameKey = key.equals(taint.key()) || (key.isEmpty() && anyValue);
    boolean sameEffect = effect.isEmpty() || effect.equals(taint.effect());
    return sameKey && sameEffect && (anyValue || value.equals(taint.value()));
  }
}
