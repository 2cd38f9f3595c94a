package dev.flyball.controller.it;

import dev.flyball.controller.ControllerOptions;
import dev.flyball.controller.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A controller in a process of its own, as {@code flyball run}, so that it can be stopped, frozen
 * and killed. Its requests carry its name as token.
 */
final class TestingReplica implements AutoCloseable {
  private static final int WAIT_SECONDS = 10;

  final String name;
  private final Process process;

  private TestingReplica(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param folder where its kubeconfig and its log go
   * @param options more options of {@code flyball run}
   */
  static TestingReplica start(String name, String kubeconfig, Path folder, String... options)
      throws IOException {
    Path config = folder.resolve(name + ".yaml");
    Files.writeString(config, kubeconfig.replace("user: {}", "user: {token: \"" + name + "\"}"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-Dlogback.configurationFile=json",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            "--kubeconfig",
            config.toString(),
            "--namespace",
            ControllerOptions.DEFAULT_NAMESPACE,
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-metrics-api");
    builder.command().addAll(List.of(options));
    Map<String, String> environment = builder.environment();
    environment.put("HOSTNAME", name);
    builder.redirectErrorStream(true).redirectOutput(folder.resolve(name + ".log").toFile());
    return new TestingReplica(name, builder.start());
  }

  /** Ends it without a word, as when its node is lost. */
  void kill() {
    process.destroyForcibly();
  }

  /** Asks it to end, as the kubelet does. */
  void terminate() {
    process.destroy();
  }

  /** Stops it in the middle of whatever it does; it does not notice. */
  void freeze() {
    signal("-STOP");
  }

  /** Lets it go on. */
  void thaw() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", signal, String.valueOf(process.pid())).inheritIO().start();
      if (!kill.waitFor(WAIT_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new AssertionError("kill " + signal + " did not work");
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Waits for its end, and gives its exit code. */
  int exitCode() {
    try {
      if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(name + " does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    exitCode();
  }
}
