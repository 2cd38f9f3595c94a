package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.PodUsageSource;
import dev.flyball.controller.cluster.PodUsageSource.Sample;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CPU and memory of the pods of a namespace, as metrics.k8s.io has them. Owned by the loop. */
final class UsageQuestion extends Question<List<Sample>> {
  private final NamespaceState namespace;
  private final PodUsageSource source;
  private final LoopMetrics metrics;
  private long reading;

  UsageQuestion(NamespaceState namespace, PodUsageSource source, LoopMetrics metrics) {
    this.namespace = namespace;
    this.source = source;
    this.metrics = metrics;
  }

  /** What the latest answer said of a pod; null where it said nothing, or there is none. */
  @Nullable Sample of(PodState pod) {
    return pod.usageReading == reading ? pod.usage : null;
  }

  @Override
  Future<List<Sample>> ask() {
    return source.read(namespace.name);
  }

  @Override
  void take(List<Sample> samples) {
    reading++;
    for (Sample sample : samples) {
      PodState pod = namespace.pods.get(sample.pod());
      if (pod != null) {
        pod.usage = sample;
        pod.usageReading = reading;
      }
    }
  }

  @Override
  void told(boolean answered) {
    metrics.podMetricsRead(answered ? "ok" : "error");
  }
}
