package dev.flyball.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the image holds, laid out by {@code deploy/layout} as its build does: JRE, jars, flags and
 * AOT cache.
 *
 * @param java the JRE
 * @param app the application
 */
record Image(Path java, Path app) {
  /** Memory that the container of the chart may have. */
  static final int LIMIT_MIB = 128;

  private static final long LAYOUT_MINUTES = 5;

  /** Lays it out anew, from the jars that this build has packaged. */
  static Image layOut() {
    Path folder = TestingHelm.DEPLOY.resolve("target/image");
    remove(folder);
    Image image = new Image(folder.resolve("java"), folder.resolve("app"));
    Path output = TestingHelm.temporary("layout", ".log");
    List<String> command = new ArrayList<>();
    command.add(TestingHelm.DEPLOY.resolve("layout").toString());
    command.addAll(List.of("--jdk", System.getProperty("java.home")));
    command.addAll(List.of("--app", image.app.toString(), "--java", image.java.toString()));
    try {
      Files.createDirectories(folder);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(LAYOUT_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        process.destroy();
      }
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError("deploy/layout failed:\n" + TestingHelm.read(output));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return image;
  }

  /**
   * {@code flyball run} as the image starts it, in a container of {@link #LIMIT_MIB}.
   *
   * @param environment variables of the pod
   * @param javaOptions more options for the JVM
   */
  ProcessBuilder run(Map<String, String> environment, List<String> javaOptions) {
    List<String> command = new ArrayList<>();
    command.add(java.resolve("bin/java").toString());
    command.add("@" + app.resolve("jvm.flags"));
    // As the JVM would find it in the container's limit.
    command.add("-XX:MaxRAM=" + LIMIT_MIB + "m");
    command.addAll(javaOptions);
    command.add("@" + app.resolve("launch"));
    command.addAll(List.of("run", "--namespace", TestingHelm.NAMESPACE, "--host", "127.0.0.1"));
    command.addAll(List.of("--port", "0", "--metrics-api-port", "0"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    // As the Dockerfile sets it.
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    return builder;
  }

  /**
   * Has the system forget the pages of its files, so that they count for the one who reads them
   * next, as in a container that has just been started.
   */
  void forget() {
    forget(java);
    forget(app);
  }

  private static void forget(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        run("sync", file.toString());
        run("dd", "if=" + file, "iflag=nocache", "count=0", "status=none");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(String... command) throws IOException {
    try {
      int status = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (status != 0) {
        throw new IOException(String.join(" ", command) + " ended with " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
