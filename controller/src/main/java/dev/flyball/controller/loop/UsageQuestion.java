package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.PodUsageSource;
import dev.flyball.controller.cluster.PodUsageSource.Sample;
import dev.flyball.core.policy.MetricSpec;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** CPU and memory of the pods of a namespace, as metrics.k8s.io has them. Owned by the loop. */
final class UsageQuestion extends Question<List<Sample>> {
  private final NamespaceState namespace;
  private final PodUsageSource source;
  private final LoopMetrics metrics;
  private final Consumer<PodState> sampled;
  private long reading;

  /** When a policy last wanted it, in epoch milliseconds. */
  long usedMillis;

  /**
   * Not asked yet.
   *
   * @param sampled is told of each pod whose usage is newer than the one before
   */
  UsageQuestion(
      NamespaceState namespace,
      PodUsageSource source,
      LoopMetrics metrics,
      Consumer<PodState> sampled) {
    this.sampled = sampled;
    this.namespace = namespace;
    this.source = source;
    this.metrics = metrics;
  }

  /** Whether a metric is read off resource usage. */
  static boolean answers(MetricSpec metric) {
    return metric instanceof MetricSpec.Resource || metric instanceof MetricSpec.ContainerResource;
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
        boolean newer = pod.usage != null && sample.atMillis() > pod.usage.atMillis();
        pod.usage = sample;
        pod.usageReading = reading;
        if (newer) {
          sampled.accept(pod);
        }
      }
    }
  }

  @Override
  void told(boolean answered) {
    metrics.podMetricsRead(answered ? "ok" : "error");
  }
}
