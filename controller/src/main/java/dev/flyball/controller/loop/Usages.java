package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.PodUsageSource;
import dev.flyball.controller.cluster.PodUsageSource.Sample;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps the resource usage of namespaces fresh: one reading serves all policies of a namespace that
 * are due at about the same time. Owned by the loop.
 */
final class Usages {
  private final PodUsageSource source;
  private final LoopMetrics metrics;
  private final Clock clock;
  private final Consumer<PolicyState> ready;

  /**
   * Usages from this source.
   *
   * @param ready is told of each policy that waited, once its namespace was read or could not be
   */
  Usages(PodUsageSource source, LoopMetrics metrics, Clock clock, Consumer<PolicyState> ready) {
    this.source = source;
    this.metrics = metrics;
    this.clock = clock;
    this.ready = ready;
  }

  /**
   * Sees to it that the usage of a namespace is not older than this.
   *
   * @return whether it is fresh now; otherwise the policy is told when it is
   */
  boolean fresh(NamespaceState namespace, PolicyState policy, long maxAgeMillis) {
    if (namespace.usageError == null && clock.millis() - namespace.usageMillis < maxAgeMillis) {
      return true;
    }
    if (!namespace.waitingForUsage.contains(policy)) {
      namespace.waitingForUsage.add(policy);
      policy.waitsForUsage = true;
    }
    if (!namespace.usageInFlight) {
      read(namespace);
    }
    return false;
  }

  private void read(NamespaceState namespace) {
    long asked = clock.millis();
    namespace.usageInFlight = true;
    source
        .read(namespace.name)
        .onComplete(
            read -> {
              namespace.usageInFlight = false;
              namespace.usageMillis = asked;
              metrics.podMetricsRead(read.succeeded() ? "ok" : "error");
              if (read.succeeded()) {
                take(namespace, read.result());
              } else {
                namespace.usageError = String.valueOf(read.cause().getMessage());
              }
              List<PolicyState> waiting = List.copyOf(namespace.waitingForUsage);
              namespace.waitingForUsage.clear();
              for (PolicyState policy : waiting) {
                policy.waitsForUsage = false;
                ready.accept(policy);
              }
            });
  }

  private static void take(NamespaceState namespace, List<Sample> samples) {
    namespace.usageError = null;
    namespace.usageReading++;
    for (Sample sample : samples) {
      PodState pod = namespace.pods.get(sample.pod());
      if (pod != null) {
        pod.usage = sample;
        pod.usageReading = namespace.usageReading;
      }
    }
  }
}
