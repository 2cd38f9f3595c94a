package dev.flyball.controller.loop;

import dev.flyball.controller.config.PolicyId;
import java.util.List;

/**
 * What scales a target, or would. Where there is more than one, the loop leaves the target alone.
 *
 * @param policies the policies in force that are neither paused nor dry runs
 * @param hpas the native HPAs, as {@code namespace/name}
 */
public record Drivers(List<PolicyId> policies, List<String> hpas) {
  /** Nothing that is known. */
  public static final Drivers NONE = new Drivers(List.of(), List.of());

  public Drivers {
    policies = List.copyOf(policies);
    hpas = List.copyOf(hpas);
  }
}
