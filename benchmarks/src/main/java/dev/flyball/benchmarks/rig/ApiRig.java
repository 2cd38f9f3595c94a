package dev.flyball.benchmarks.rig;

import dev.flyball.metrics.series.SampleBatch;
import dev.flyball.metrics.series.SeriesKind;
import dev.flyball.metrics.series.SeriesRow;
import dev.flyball.metrics.series.SeriesSpec;
import dev.flyball.metrics.series.SeriesStore;
import dev.flyball.minicluster.real.RealControlPlane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Asks the metrics APIs of the controller's own process, over TLS, for series that it scrapes from
 * the pods of a cluster in this process. Callers are known by token and authorized by the API
 * server, as everybody is.
 */
public final class ApiRig {
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int SAMPLED_ROWS = 50_000;

  private final ApiOptions options;
  private final Progress progress = Progress.onStandardError();

  /** A rig that has measured nothing. */
  public ApiRig(ApiOptions options) {
    this.options = options;
  }

  /**
   * Measures.
   *
   * @throws RigException when something did not work; the message says what
   */
  public ApiResult run() {
    progress.tell("memory of a series", "");
    double bytesPerSeries = bytesPerSeries();
    try (RunFolder folder = RunFolder.open();
        ApiWorld world = new ApiWorld(options)) {
      progress.tell("cluster", options.series() + " pods");
      world.start();
      int port = RealControlPlane.freePort();
      try (ControllerProcess controller =
          ControllerProcess.start(
              folder,
              world.kubeconfig(),
              List.of(),
              List.of("--metrics-api-port", Integer.toString(port)))) {
        progress.tell("controller", "starting");
        controller.awaitReady();
        awaitValues(controller);
        List<ApiResult.Load> loads = new ArrayList<>();
        for (String kind : List.of("external", "pods")) {
          load(world, port, kind, loads);
        }
        return new ApiResult(
            options.series(), world.workloads(), bytesPerSeries, controller.stat().rssMib(), loads);
      }
    } finally {
      progress.end();
    }
  }

  private void load(ApiWorld world, int port, String kind, List<ApiResult.Load> loads) {
    ApiLoad load = new ApiLoad(port, world.requests(kind));
    int valued = load.valued();
    if (valued != world.workloads()) {
      throw new RigException(
          "only "
              + valued
              + " of "
              + world.workloads()
              + " questions for "
              + kind
              + " have a value");
    }
    progress.tell(kind, "warming up");
    load.run(kind, 8, WARM_UP);
    for (int connections : options.connections()) {
      progress.tell(kind, connections + " connections");
      loads.add(load.run(kind, connections, options.time()));
    }
  }

  /** Every series has a value once every pod was scraped twice. */
  private void awaitValues(ControllerProcess controller) {
    boolean there =
        Waiting.until(
            PATIENCE,
            Duration.ofMillis(500),
            () -> {
              double scrapes = controller.metrics().sum("flyball_scrapes_total");
              progress.tell(
                  "first values",
                  String.format(Locale.ROOT, "%.0f of %d scrapes", scrapes, 2 * options.series()));
              return scrapes >= 2 * options.series();
            });
    if (!there) {
      throw new RigException("not every pod was scraped twice in " + PATIENCE.toMinutes() + " min");
    }
  }

  /** Heap before and after, with as many samples in each row as fill the default window. */
  private static double bytesPerSeries() {
    SeriesStore store = new SeriesStore();
    store.define(SeriesSpec.of("rps", SeriesKind.COUNTER, 15_000, 5_000));
    List<String> pods = new ArrayList<>();
    for (int i = 0; i < SAMPLED_ROWS; i++) {
      pods.add("imprun-server-5d9c7f6b8-" + i);
    }
    long before = usedHeap();
    SampleBatch batch = new SampleBatch();
    for (String pod : pods) {
      SeriesRow row = store.row("rps", "imprun-system", pod);
      for (int sample = 0; row != null && sample < 4; sample++) {
        batch.clear();
        batch.add(1, sample);
        row.record(batch, 1_000L + sample * 5_000L);
      }
    }
    double bytes = (usedHeap() - before) / (double) SAMPLED_ROWS;
    if (store.podCount() != SAMPLED_ROWS) {
      throw new RigException("the store lost rows");
    }
    return bytes;
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  static byte[] request(String path, String token) {
    return ("GET "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nAuthorization: Bearer "
            + token
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
