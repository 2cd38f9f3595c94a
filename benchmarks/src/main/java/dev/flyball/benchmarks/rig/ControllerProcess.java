package dev.flyball.benchmarks.rig;

import dev.flyball.benchmarks.report.Launcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The controller in a process of its own, started by {@code ./flyball run} as its users start it.
 * It ends with the folder that it writes to.
 */
final class ControllerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+)");

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final RunFolder folder;
  private final Process process;
  private final long startNanos;
  private int port;

  private ControllerProcess(RunFolder folder, Process process, long startNanos) {
    this.folder = folder;
    this.process = process;
    this.startNanos = startNanos;
    folder.endsWith(this::kill);
  }

  /**
   * Starts it.
   *
   * @param folder where its log and that of its garbage collector go
   * @param javaOptions options for its JVM beside those of the launcher
   * @param flags flags of {@code flyball run} beside those for the cluster and the web server
   */
  static ControllerProcess start(
      RunFolder folder, String kubeconfig, List<String> javaOptions, List<String> flags) {
    try {
      Path config = Files.writeString(folder.resolve("kubeconfig"), kubeconfig);
      List<String> command = new ArrayList<>(List.of(Launcher.script().toString(), "run"));
      command.addAll(List.of("--kubeconfig", config.toString()));
      command.addAll(List.of("--host", "127.0.0.1", "--port", "0"));
      command.addAll(flags);
      ProcessBuilder builder = new ProcessBuilder(command);
      // Files of options are named from there.
      builder.directory(Launcher.root().toFile());
      builder
          .environment()
          .put(
              "FLYBALL_JAVA_OPTS",
              String.join(" ", javaOptions) + " -Xlog:gc:file=" + folder.resolve("gc.log"));
      builder.redirectErrorStream(true).redirectOutput(folder.resolve("controller.log").toFile());
      long start = System.nanoTime();
      return new ControllerProcess(folder, builder.start(), start);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + Launcher.script(), e);
    }
  }

  /**
   * Waits until it has read the cluster.
   *
   * @return seconds from its start
   */
  double awaitReady() {
    if (!Waiting.until(PATIENCE, Duration.ofMillis(20), () -> findPort() && isReady())) {
      throw failure("the controller was not ready within " + PATIENCE.toMinutes() + " min");
    }
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private boolean findPort() {
    if (!process.isAlive()) {
      throw failure("the controller ended with exit code " + process.exitValue());
    }
    if (port == 0) {
      try (Stream<String> lines = Files.lines(log())) {
        OptionalInt found =
            lines
                .map(LISTENING::matcher)
                .filter(Matcher::find)
                .mapToInt(m -> Integer.parseInt(m.group(1)))
                .findFirst();
        port = found.orElse(0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return port != 0;
  }

  private boolean isReady() {
    try {
      return get("/readyz").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Its own metrics now. */
  OwnMetrics metrics() {
    try {
      return OwnMetrics.parse(get("/metrics").body());
    } catch (IOException e) {
      throw failure("the controller's metrics cannot be read: " + e);
    }
  }

  private HttpResponse<String> get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** CPU, memory and threads now. */
  ProcessStat stat() {
    return ProcessStat.of(process.pid());
  }

  /** Pauses of its garbage collector so far. */
  GcLog gc() {
    return GcLog.read(folder.resolve("gc.log"));
  }

  private Path log() {
    return folder.resolve("controller.log");
  }

  private RigException failure(String what) {
    String end = "";
    try (Stream<String> lines = Files.lines(log())) {
      List<String> all = lines.toList();
      end = String.join("\n", all.subList(Math.max(0, all.size() - 5), all.size()));
    } catch (IOException e) {
      end = "its log cannot be read: " + e;
    }
    return new RigException(what + "; the end of its log:\n" + end);
  }

  private void kill() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
    http.close();
  }
}
