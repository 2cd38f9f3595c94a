package dev.flyball.controller.browser;

import dev.flyball.minicluster.real.RealPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Chromium without a window, with one tab, in a profile of its own that goes away with it.
 */
public final class Chromium implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path profile;
  private final Process process;
  private final Tab tab;

  private Chromium(Path program) {
    try {
      profile = Files.createTempDirectory("flyball-chromium");
      process =
          new ProcessBuilder(command(program))
              .redirectErrorStream(true)
              .redirectOutput(profile.resolve("output.txt").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Tab opened = null;
    try {
      opened = new Tab(http, pageAddress());
    } finally {
      if (opened == null) {
        stop();
      }
    }
    tab = opened;
  }

  /**
   * Starts the one on the {@code PATH}; empty, and said loudly, where there is none.
   *
   * @throws IllegalStateException if there is none and {@code FLYBALL_REQUIRE} names chromium
   */
  public static Optional<Chromium> start() {
    return RealPrograms.ofThisMachine()
        .findAny("chromium", "chromium-browser", "google-chrome")
        .map(Chromium::new);
  }

  /** Its tab. */
  public Tab tab() {
    return tab;
  }

  private List<String> command(Path program) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile.resolve("data"),
                "--no-first-run",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-extensions",
                "--disable-sync",
                "--disable-background-networking",
                "--disable-component-update",
                "--force-color-profile=srgb",
                "--lang=en-US"));
    if (System.getProperty("user.name").equals("root")) {
      // Chromium has no sandbox for root; it shows nothing but the pages of these tests.
      command.add("--no-sandbox");
    }
    command.add("about:blank");
    return command;
  }

  /** Chromium writes the port that it took into its profile once it listens. */
  private URI pageAddress() {
    Path portFile = profile.resolve("data").resolve("DevToolsActivePort");
    String port = Waits.until("Chromium listens", () -> firstLine(portFile)).orElseThrow();
    return Waits.until("Chromium has a tab", () -> tabOn(port)).orElseThrow();
  }

  private Optional<String> firstLine(Path file) {
    if (!process.isAlive()) {
      throw new AssertionError("Chromium ended: " + output());
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().filter(line -> !line.isBlank());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String output() {
    try {
      return Files.readString(profile.resolve("output.txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Optional<URI> tabOn(String port) {
    try {
      String list =
          http.send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      for (JsonNode target : JsonMapper.shared().readTree(list)) {
        if (target.path("type").asString().equals("page")) {
          return Optional.of(URI.create(target.path("webSocketDebuggerUrl").asString()));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    tab.close();
    stop();
  }

  private void stop() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      for (ProcessHandle each : all) {
        each.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (Exception e) {
      throw new AssertionError("Chromium does not end", e);
    } finally {
      http.close();
      remove(profile);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
