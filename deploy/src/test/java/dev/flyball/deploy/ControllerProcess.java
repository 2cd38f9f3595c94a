package dev.flyball.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A controller as the image holds it, in a process of its own, against a small cluster. */
final class ControllerProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Pattern WEB = Pattern.compile("listening on port (\\d+)");
  private static final Pattern API = Pattern.compile("serving the metrics APIs on port (\\d+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path log = TestingHelm.temporary("controller", ".log");
  private final long begun = System.nanoTime();
  private final Process process;

  /**
   * Starts it.
   *
   * @param javaOptions options for its JVM beside those of the image
   */
  ControllerProcess(Image image, SmallCluster cluster, List<String> javaOptions)
      throws IOException {
    this(image.run(cluster.environment(), javaOptions));
  }

  /** Starts it under a limit of memory, if there is one. */
  ControllerProcess(Image image, SmallCluster cluster, Optional<MemoryLimit> limit)
      throws IOException {
    this(limited(image.run(cluster.environment(), List.of()), limit));
  }

  private ControllerProcess(ProcessBuilder builder) throws IOException {
    process = builder.redirectOutput(log.toFile()).start();
  }

  private static ProcessBuilder limited(ProcessBuilder builder, Optional<MemoryLimit> limit) {
    return limit.map(l -> builder.command(l.around(builder.command()))).orElse(builder);
  }

  /** Waits until it is ready; seconds from its start. */
  double awaitReady() throws IOException, InterruptedException {
    int port = webPort();
    while (get(port, "/readyz").statusCode() != 200) {
      pause("readiness");
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  int webPort() throws InterruptedException {
    return port(WEB);
  }

  int apiPort() throws InterruptedException {
    return port(API);
  }

  private int port(Pattern line) throws InterruptedException {
    while (true) {
      Matcher found = line.matcher(log());
      if (found.find()) {
        return Integer.parseInt(found.group(1));
      }
      pause(line.pattern());
    }
  }

  /** Waits a moment for something that has to come in time. */
  void pause(String what) throws InterruptedException {
    if (!process.isAlive() || System.nanoTime() - begun > START.toNanos()) {
      throw new AssertionError("not seen: " + what + "\n" + log());
    }
    TimeUnit.MILLISECONDS.sleep(10);
  }

  private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(10))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Sum of its own metrics whose lines begin so. */
  double metric(String prefix) throws IOException, InterruptedException {
    return get(webPort(), "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(prefix))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Pages that it had to read from files so far. */
  long majorFaults() {
    String stat = TestingHelm.read(Path.of("/proc", Long.toString(pid()), "stat"));
    // After the name, which may have spaces; the twelfth field of proc_pid_stat(5).
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[9]);
  }

  /** CPU time since its start. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String log() {
    return TestingHelm.read(log);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    http.close();
  }
}
