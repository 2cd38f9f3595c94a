package dev.flyball.minicluster.cluster;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Pods without a server: an address, and what a {@link LoadModel} says they use. Cheap enough for
 * 100,000.
 */
public final class SyntheticPods implements PodRuntime {
  /** A workload with its load; shared by its pods. */
  private static final class Workload {
    final Set<SyntheticPod> pods = ConcurrentHashMap.newKeySet();
    final AtomicInteger ready = new AtomicInteger();
    volatile @Nullable LoadModel model;

    /** What was served up to now was served at the rate up to now. */
    void settle(long nowMillis) {
      pods.forEach(pod -> pod.count(nowMillis));
    }
  }

  private final Map<String, Workload> workloads = new ConcurrentHashMap<>();
  private final Map<String, SyntheticPod> byAddress = new ConcurrentHashMap<>();
  private final Addresses addresses;
  private final LongSupplier clockMillis;
  private volatile LoadModel fallback = context -> PodUse.IDLE;
  private volatile Predicate<String> hanging = pod -> false;

  SyntheticPods(Addresses addresses, LongSupplier clockMillis) {
    this.addresses = addresses;
    this.clockMillis = clockMillis;
  }

  /** The load of one workload, from now on. */
  public void load(String namespace, String workload, LoadModel model) {
    Workload loaded = workload(namespace, workload);
    loaded.settle(clockMillis.getAsLong());
    loaded.model = model;
  }

  /** The load of all workloads that have none of their own. */
  public void defaultLoad(LoadModel model) {
    workloads.values().forEach(workload -> workload.settle(clockMillis.getAsLong()));
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
    process.workload.pods.add(process);
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
    private volatile boolean ready;
    private double requests;
    private double cpuSeconds;
    private long countedAt = clockMillis.getAsLong();

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
    public void ready(boolean nowReady) {
      if (nowReady != ready) {
        workload.settle(clockMillis.getAsLong());
        ready = nowReady;
        workload.ready.addAndGet(nowReady ? 1 : -1);
      }
    }

    @Override
    public void stop() {
      ready(false);
      workload.pods.remove(this);
      byAddress.remove(ip);
      addresses.release(ip);
    }

    /** Counters go on at the rate of now; a pod that is not ready serves nothing. */
    private synchronized PodUse count(long nowMillis) {
      PodUse use = measure(nowMillis);
      double seconds = Math.max(0, nowMillis - countedAt) / 1000.0;
      countedAt = Math.max(countedAt, nowMillis);
      requests += ready ? use.requestsPerSecond() * seconds : 0;
      cpuSeconds += use.cpuCores() * seconds;
      return use;
    }

    synchronized String page(long nowMillis) {
      PodUse use = count(nowMillis);
      return MetricsPage.of(Map.of("200", Math.round(requests)), 0, cpuSeconds, use.memoryBytes());
    }
  }
}
