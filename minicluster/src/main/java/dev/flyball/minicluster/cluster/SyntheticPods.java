package dev.flyball.minicluster.cluster;

import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Pods without a server: an address, and what a {@link LoadModel} says they use. Cheap enough for
 * 100,000.
 */
public final class SyntheticPods implements PodRuntime {
  /** A workload with its load; shared by its pods. */
  private static final class Workload {
    final AtomicInteger ready = new AtomicInteger();
    volatile @Nullable LoadModel model;
  }

  private final Map<String, Workload> workloads = new ConcurrentHashMap<>();
  private final Map<String, SyntheticPod> byAddress = new ConcurrentHashMap<>();
  private final Addresses addresses;
  private volatile LoadModel fallback = context -> PodUse.IDLE;
  private volatile Predicate<String> hanging = pod -> false;

  SyntheticPods(Addresses addresses) {
    this.addresses = addresses;
  }

  /** The load of one workload, from now on. */
  public void load(String namespace, String workload, LoadModel model) {
    workload(namespace, workload).model = model;
  }

  /** The load of all workloads that have none of their own. */
  public void defaultLoad(LoadModel model) {
    fallback = model;
  }

  /** From now on the {@code /metrics} of pods of these names take requests and never answer. */
  public void hang(Predicate<String> pods) {
    hanging = pods;
  }

  private Workload workload(String namespace, String name) {
    return workloads.computeIfAbsent(namespace + "/" + name, k -> new Workload());
  }

  @Override
  public Future<PodProcess> start(Start pod) {
    var process =
        new SyntheticPod(pod, addresses.next(), workload(pod.namespace(), pod.workload()));
    byAddress.put(process.ip(), process);
    return Future.succeededFuture(process);
  }

  /** The {@code /metrics} page of the synthetic pod with this address; null without one. */
  @Nullable String page(String address, long nowMillis) {
    SyntheticPod process = byAddress.get(address);
    return process == null ? null : process.page(nowMillis);
  }

  /** Whether the pod with this address leaves requests without an answer. */
  boolean hangs(String address) {
    SyntheticPod process = byAddress.get(address);
    return process != null && hanging.test(process.pod.name());
  }

  private final class SyntheticPod implements PodProcess {
    private final Start pod;
    private final String ip;
    private final Workload workload;
    private boolean ready;
    private double requests;
    private double cpuSeconds;
    private long countedAt;

    SyntheticPod(Start pod, String ip, Workload workload) {
      this.pod = pod;
      this.ip = ip;
      this.workload = workload;
    }

    @Override
    public String ip() {
      return ip;
    }

    @Override
    public PodUse measure(long nowMillis) {
      LoadModel own = workload.model;
      LoadModel model = own == null ? fallback : own;
      int pods = Math.max(1, workload.ready.get());
      return model.use(
          new LoadModel.Context(pod.namespace(), pod.workload(), pod.name(), pods, nowMillis));
    }

    @Override
    public synchronized void ready(boolean nowReady) {
      if (nowReady != ready) {
        ready = nowReady;
        workload.ready.addAndGet(nowReady ? 1 : -1);
      }
    }

    @Override
    public void stop() {
      ready(false);
      byAddress.remove(ip);
      addresses.release(ip);
    }

    /** Counters go on from the last page at the rate of now. */
    synchronized String page(long nowMillis) {
      PodUse use = measure(nowMillis);
      double seconds = countedAt == 0 ? 0 : (nowMillis - countedAt) / 1000.0;
      countedAt = nowMillis;
      requests += use.requestsPerSecond() * seconds;
      cpuSeconds += use.cpuCores() * seconds;
      return MetricsPage.of(Map.of("200", Math.round(requests)), 0, cpuSeconds, use.memoryBytes());
    }
  }
}
