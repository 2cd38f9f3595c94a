package dev.flyball.benchmarks.rig;

import dev.flyball.minicluster.api.RequestLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Measures the controller's process against clusters of growing size. */
public final class ScaleRig {
  /** After these the JVM's compilers have little left to do. */
  private static final int SETTLING_PERIODS = 4;

  private static final String ALLOCATED = "jvm_memory_pool_allocated_bytes_total";
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration STATUS_PATIENCE = Duration.ofMinutes(3);

  private final ScaleOptions options;
  private final Progress progress = Progress.onStandardError();

  /** A rig that has not begun. */
  public ScaleRig(ScaleOptions options) {
    this.options = options;
  }

  /**
   * Measures all sizes.
   *
   * @param each is told of each result when it is there
   * @throws RigException when a size cannot be measured
   */
  public List<ScaleResult> run(Consumer<ScaleResult> each) {
    List<ScaleResult> results = new ArrayList<>();
    for (int size : options.sizes()) {
      ScaleResult result = measure(size);
      progress.end();
      each.accept(result);
      results.add(result);
    }
    return results;
  }

  private ScaleResult measure(int size) {
    try (RunFolder folder = RunFolder.open();
        ScaleWorld world = new ScaleWorld(options, size)) {
      progress.tell("measures " + size + " policies", "");
      world.build(progress);
      List<String> java = options.javaOptions(size);
      try (ControllerProcess controller =
          ControllerProcess.start(folder, world.kubeconfig(), java, List.of("--no-metrics-api"))) {
        progress.tell("starts the controller", "");
        double ready = controller.awaitReady();
        double readyCpu = controller.stat().cpuSeconds();
        settle(world, size);
        ScaleResult.Steady steady = steady(world, controller);
        ScaleResult.Step step = step(world, controller, size);
        return new ScaleResult(
            size,
            size * options.podsPerPolicy(),
            world.namespaces(),
            options.period().toMillis() / 1000.0,
            String.join(" ", java),
            ready,
            readyCpu,
            steady,
            step,
            controller.stat());
      }
    }
  }

  /** Waits until what is done once, at the start, is over. */
  private void settle(ScaleWorld world, int size) {
    boolean kept =
        Waiting.until(
            STATUS_PATIENCE,
            TICK,
            () -> {
              progress.tell("waits for statuses", world.statuses() + " of " + size);
              return world.statuses() >= size;
            });
    if (!kept) {
      progress.tell("goes on", "only " + world.statuses() + " statuses were written in time");
    }
    watch("lets it settle", options.period().multipliedBy(SETTLING_PERIODS));
  }

  private void watch(String what, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      progress.tell(what, String.format(Locale.ROOT, "%.0f s left", left / 1e9));
      Waiting.pause(TICK.toNanos() < left ? TICK : Duration.ofNanos(left));
    }
  }

  private ScaleResult.Steady steady(ScaleWorld world, ControllerProcess controller) {
    OwnMetrics metricsBefore = controller.metrics();
    // What asking for metrics costs the controller is none of its work on policies.
    ProcessStat before = controller.stat();
    GcLog gcBefore = controller.gc();
    Map<String, RequestLog.Count> requestsBefore = world.requests();
    long start = System.nanoTime();
    watch("measures the steady state", options.runFor());
    double seconds = (System.nanoTime() - start) / 1e9;
    ProcessStat after = controller.stat();
    GcLog gc = controller.gc().since(gcBefore);
    Map<String, ScaleResult.Requests> requests = requests(world, requestsBefore, seconds);
    OwnMetrics metrics = controller.metrics();
    double cpu = (after.cpuSeconds() - before.cpuSeconds()) / seconds;
    return new ScaleResult.Steady(
        seconds,
        cpu,
        cpu * options.period().toMillis() / 1000,
        metrics.latenessSince(metricsBefore),
        requests,
        gc.pauses().size(),
        gc.total(),
        gc.longest(),
        metrics.since(metricsBefore, ALLOCATED) / seconds / (1 << 20),
        after.rssMib());
  }

  private Map<String, ScaleResult.Requests> requests(
      ScaleWorld world, Map<String, RequestLog.Count> before, double seconds) {
    double cycles = seconds * 1000 / options.period().toMillis();
    Map<String, ScaleResult.Requests> requests = new TreeMap<>();
    RequestLog.Count none = new RequestLog.Count(0, 0, 0, 0);
    world
        .requests()
        .forEach(
            (key, now) -> {
              RequestLog.Count old = before.getOrDefault(key, none);
              if (now.requests() > old.requests()) {
                requests.put(
                    key,
                    new ScaleResult.Requests(
                        (now.requests() - old.requests()) / cycles,
                        (now.bytesIn() - old.bytesIn()) / cycles,
                        (now.bytesOut() - old.bytesOut()) / cycles));
              }
            });
    return requests;
  }

  private ScaleResult.Step step(ScaleWorld world, ControllerProcess controller, int size) {
    OwnMetrics metricsBefore = controller.metrics();
    double cpuBefore = controller.stat().cpuSeconds();
    ScaleWrites writes = world.step();
    Duration limit = options.period().multipliedBy(3).plusSeconds(30);
    Waiting.until(
        limit,
        TICK,
        () -> {
          progress.tell("steps the load", writes.count() + " of " + size + " targets written");
          return writes.count() == size;
        });
    double cpu = controller.stat().cpuSeconds() - cpuBefore;
    double[] seconds = writes.seconds();
    return new ScaleResult.Step(
        options.step(),
        seconds.length,
        at(seconds, size, 0.5),
        at(seconds, size, 0.95),
        at(seconds, size, 1),
        cpu,
        controller.metrics().latenessSince(metricsBefore));
  }

  /** When this share of all targets had been written. */
  private static double at(double[] seconds, int size, double share) {
    int needed = (int) Math.ceil(size * share);
    return needed <= seconds.length ? seconds[needed - 1] : -1;
  }
}
