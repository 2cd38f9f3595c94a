package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.TargetKey;
import io.vertx.core.Future;

/** Tells what scales a target, to whoever asks, from any thread. */
public interface DriverSource {
  /** What is known of the target now. */
  Future<Drivers> driversOf(TargetKey target);
}
