package dev.flyball.controller.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.Main;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a process of its own: what it prints, how it ends, and what it leaves behind. */
class DemoProcessTest {
  private static final long PATIENCE_SECONDS = 120;

  @TempDir private Path folder;

  private final List<Process> processes = new ArrayList<>();

  private Process demo(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dflyball.demo.log=" + folder.resolve("demo.log"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.add("demo");
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    processes.add(process);
    return process;
  }

  @AfterEach
  void endAll() {
    processes.forEach(Process::destroyForcibly);
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(folder.resolve("out"));
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    return process.exitValue();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void requireFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(socket.getLocalPort()).isEqualTo(port);
    }
  }

  @Test
  void printsPlainLinesAndItsLogGoesToAFile() throws Exception {
    Process process = demo("--for", "2s", "--port", "0", "--lb-port", "0");
    assertThat(exitCode(process)).isEqualTo(1);
    assertThat(lines().getLast()).startsWith("too short: ended ");
    assertThat(lines().getFirst())
        .isEqualTo("Flyball demo, 10 times as fast: windows of 60 s and 300 s take 6 s and 30 s");
    assertThat(lines()).noneMatch(line -> line.startsWith("{"));
    assertThat(lines()).noneMatch(line -> line.contains("\u001b"));
    assertThat(folder.resolve("demo.log")).exists();
  }

  @Test
  void runsAtTheArticlesOwnSpeed() throws Exception {
    Process process = demo("--for", "1s", "--speed", "1", "--port", "0", "--lb-port", "0");
    assertThat(exitCode(process)).isEqualTo(1);
    assertThat(lines().getFirst())
        .isEqualTo("Flyball demo, at the article's own speed: windows of 60 s and 300 s");
    assertThat(lines().getLast()).isEqualTo("too short: ended before the application was ready");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals")
  void aSignalEndsItAndLeavesNothingBehind() throws Exception {
    int web = freePort();
    int balancer = freePort();
    Process process = demo("--port", "" + web, "--lb-port", "" + balancer);
    awaitLine("Add load: ");
    assertThat(status(web, "readyz")).isEqualTo(200);
    assertThat(status(balancer, "")).isEqualTo(200);
    process.destroy();
    assertThat(exitCode(process)).isEqualTo(130);
    assertThat(lines().getLast()).startsWith("interrupted: ");
    requireFree(web);
    requireFree(balancer);
  }

  private void awaitLine(String start) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (lines().stream().noneMatch(line -> line.startsWith(start))) {
      assertThat(System.nanoTime())
          .as("until it says " + start + ": " + lines())
          .isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static int status(int port, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/" + path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void aPortInUseIsToldInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process = demo("--port", "" + taken.getLocalPort(), "--lb-port", "0");
      assertThat(exitCode(process)).isEqualTo(1);
      assertThat(lines().getLast())
          .startsWith("failed: port " + taken.getLocalPort() + " cannot be used; choose another")
          .endsWith("Address already in use)");
      assertThat(lines()).hasSize(3);
    }
  }
}
