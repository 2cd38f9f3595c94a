package dev.flyball.metrics.peers;

import dev.flyball.metrics.source.promql.PrometheusEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Prometheus or VictoriaMetrics that scrapes pods; started and stopped by a test. */
final class RealServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final long PATIENCE_MILLIS = 20_000;
  private static final int STARTS = 3;

  /** The programs by the names of their executables. */
  enum Program {
    PROMETHEUS("prometheus") {
      @Override
      List<String> arguments(Path config, Path data, int port) {
        return List.of(
            "--config.file=" + config,
            "--storage.tsdb.path=" + data,
            "--web.listen-address=" + HOST + ":" + port,
            "--log.level=error");
      }
    },
    VICTORIA_METRICS("victoria-metrics") {
      @Override
      List<String> arguments(Path config, Path data, int port) {
        return List.of(
            "-promscrape.config=" + config,
            "-storageDataPath=" + data,
            "-httpListenAddr=" + HOST + ":" + port,
            "-memory.allowedBytes=128MB",
            "-loggerLevel=ERROR");
      }
    };

    private final String executable;

    Program(String executable) {
      this.executable = executable;
    }

    String executable() {
      return executable;
    }

    abstract List<String> arguments(Path config, Path data, int port);
  }

  private final Process process;
  private final int port;

  private RealServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a program and waits until it accepts connections.
   *
   * @param executable where the program is
   * @param folder an empty folder for its data
   * @param config its scrape configuration
   */
  static RealServer start(Program program, Path executable, Path folder, String config)
      throws IOException {
    Path file = Files.writeString(folder.resolve("scrape.yaml"), config);
    Path log = folder.resolve("log");
    for (int i = 0; i < STARTS; i++) {
      int port = freePort();
      List<String> command = new ArrayList<>(List.of(executable.toString()));
      command.addAll(program.arguments(file, folder.resolve("data"), port));
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (accepts(process, port)) {
        return new RealServer(process, port);
      }
      stop(process); // Another program may have taken the port in between.
    }
    throw new IllegalStateException(
        program.executable() + " does not start: " + Files.readString(log));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean accepts(Process process, int port) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (process.isAlive() && System.nanoTime() < deadline) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (IOException e) {
        pause(process);
      }
    }
    return false;
  }

  /** Waits a little, or until the process has ended. */
  private static void pause(Process process) {
    try {
      process.waitFor(50, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  PrometheusEndpoint endpoint() {
    return new PrometheusEndpoint(
        URI.create("http://" + HOST + ":" + port),
        Duration.ofSeconds(10),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public void close() {
    stop(process);
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
