package dev.flyball.minicluster.cluster;

import dev.flyball.minicluster.api.MetricsSource;
import dev.flyball.minicluster.api.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What metrics-server does: measures every running pod once a resolution and shows the last
 * measurement. A pod appears at the first measurement after its start.
 */
final class UsageMeter implements MetricsSource {
  private record Sample(long atMillis, Map<String, PodUse> byUid, Map<String, PodUse> byNode) {}

  private final Kubelet kubelet;
  private final Timeline timeline;
  private final Duration resolution;
  private volatile Sample last = new Sample(0, Map.of(), Map.of());

  UsageMeter(Kubelet kubelet, Timeline timeline, Duration resolution) {
    this.kubelet = kubelet;
    this.timeline = timeline;
    this.resolution = resolution;
  }

  void start() {
    timeline.schedule(
        resolution,
        () -> {
          measure();
          start();
        });
  }

  /** Measures now; on the cluster's thread. */
  void measure() {
    long now = timeline.nowMillis();
    Map<String, PodUse> byUid = new HashMap<>();
    Map<String, PodUse> byNode = new HashMap<>();
    kubelet
        .running()
        .forEach(
            (uid, pod) -> {
              PodUse use = pod.process().measure(now);
              byUid.put(uid, use);
              byNode.merge(pod.node(), use, UsageMeter::sum);
            });
    last = new Sample(now, byUid, byNode);
  }

  private static PodUse sum(PodUse a, PodUse b) {
    return new PodUse(
        a.cpuCores() + b.cpuCores(),
        a.memoryBytes() + b.memoryBytes(),
        a.requestsPerSecond() + b.requestsPerSecond());
  }

  private long windowMillis() {
    return Math.round(resolution.toMillis() / timeline.speed());
  }

  @Override
  public @Nullable Usage pod(StoredObject pod) {
    Sample sample = last;
    PodUse use = sample.byUid().get(pod.uid());
    Kubelet.Running running = kubelet.running(pod.uid());
    if (use == null || running == null) {
      return null;
    }
    var containers = new ArrayList<ContainerUsage>();
    for (String name : running.containers()) {
      // The first container does the work; the others only exist.
      PodUse share = containers.isEmpty() ? use : new PodUse(0, 1 << 20, 0);
      containers.add(
          new ContainerUsage(name, Math.round(share.cpuCores() * 1e9), share.memoryBytes()));
    }
    return new Usage(sample.atMillis(), windowMillis(), containers);
  }

  @Override
  public @Nullable Usage node(StoredObject node) {
    Sample sample = last;
    if (sample.atMillis() == 0) {
      return null;
    }
    PodUse use = sample.byNode().getOrDefault(node.name(), new PodUse(0.05, 512L << 20, 0));
    var one = new ContainerUsage("", Math.round(use.cpuCores() * 1e9), use.memoryBytes());
    return new Usage(sample.atMillis(), windowMillis(), java.util.List.of(one));
  }
}
