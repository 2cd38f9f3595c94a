package dev.flyball.minicluster.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A pod that really serves HTTP: a queue before a number of workers, each busy for the service time
 * of a request. {@code /metrics} costs nothing, so that being watched does not look like load.
 * Guarded by its own monitor.
 */
final class ServingPod implements PodProcess {
  private static final double IDLE_CORES = 0.002;

  private final Vertx vertx;
  private final ServingOptions options;
  private final String ip;
  private final Runnable onStop;
  private final long startedNanos = System.nanoTime();
  private final PriorityQueue<Long> freeAt = new PriorityQueue<>();
  private final Map<String, Long> byCode = new TreeMap<>();
  private @Nullable HttpServer server;
  private int foreignPort;
  private int inFlight;
  private double busySeconds;
  private double measuredCpu;
  private long measuredRequests;
  private long measuredNanos = startedNanos;

  ServingPod(Vertx vertx, ServingOptions options, String ip, Runnable onStop) {
    this.vertx = vertx;
    this.options = options;
    this.ip = ip;
    this.onStop = onStop;
    byCode.put("200", 0L);
    for (int i = 0; i < options.workers(); i++) {
      freeAt.add(startedNanos);
    }
  }

  synchronized void listening(HttpServer listening, int wantedPort) {
    server = listening;
    foreignPort = listening.actualPort() == wantedPort ? 0 : listening.actualPort();
  }

  void handle(HttpServerRequest request) {
    if ("/metrics".equals(request.path())) {
      request.response().putHeader("Content-Type", MetricsPage.MEDIA_TYPE).end(page());
      return;
    }
    long waitNanos = admit();
    if (waitNanos < 0) {
      finish(request, 503, "too many requests in line\n");
    } else {
      vertx.setTimer(Math.max(1, waitNanos / 1_000_000), id -> finish(request, 200, "ok\n"));
    }
  }

  /** Takes a place in line; nanoseconds until the answer, -1 when the line is too long. */
  private synchronized long admit() {
    inFlight++;
    long now = System.nanoTime();
    long begin = Math.max(now, freeAt.element());
    if (begin - now > options.maxWait().toNanos()) {
      return -1;
    }
    long end = begin + options.serviceTime().toNanos();
    freeAt.remove();
    freeAt.add(end);
    return end - now;
  }

  private void finish(HttpServerRequest request, int code, String body) {
    synchronized (this) {
      inFlight--;
      byCode.merge(Integer.toString(code), 1L, Long::sum);
      if (code == 200) {
        busySeconds += options.serviceTime().toNanos() / 1e9;
      }
    }
    if (!request.response().closed()) {
      request.response().setStatusCode(code).end(body);
    }
  }

  private synchronized String page() {
    return MetricsPage.of(byCode, inFlight, cpuSeconds(System.nanoTime()), memory());
  }

  private double cpuSeconds(long nowNanos) {
    return busySeconds + IDLE_CORES * (nowNanos - startedNanos) / 1e9;
  }

  private long memory() {
    return options.memoryBytes() + inFlight * 16_384L;
  }

  @Override
  public synchronized String ip() {
    return foreignPort == 0 ? ip : "127.0.0.1";
  }

  @Override
  public synchronized int port() {
    return foreignPort;
  }

  @Override
  public synchronized PodUse measure(long nowMillis) {
    long now = System.nanoTime();
    double seconds = Math.max(1e-3, (now - measuredNanos) / 1e9);
    double cpu = cpuSeconds(now);
    long requests = byCode.values().stream().mapToLong(Long::longValue).sum();
    var use =
        new PodUse(
            (cpu - measuredCpu) / seconds, memory(), (requests - measuredRequests) / seconds);
    measuredNanos = now;
    measuredCpu = cpu;
    measuredRequests = requests;
    return use;
  }

  @Override
  public synchronized void stop() {
    if (server != null) {
      server.close();
      server = null;
      onStop.run();
    }
  }
}
