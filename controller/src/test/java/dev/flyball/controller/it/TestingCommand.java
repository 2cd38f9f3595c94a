package dev.flyball.controller.it;

import dev.flyball.controller.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command in a process of its own, so that it can be sent a signal. */
final class TestingCommand implements AutoCloseable {
  private static final int WAIT_SECONDS = 30;

  private final Process process;
  private final Path output;

  private TestingCommand(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts {@code flyball} with these arguments; what it says goes to a file in the folder. */
  static TestingCommand start(Path folder, String... arguments) throws IOException {
    Path output = Files.createTempFile(folder, "command", ".out");
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    line.add(Main.class.getName());
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    return new TestingCommand(builder.redirectOutput(output.toFile()).start(), output);
  }

  /** Asks it to end, as a terminal does with Ctrl-C, waits for it, and gives its exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  /** What it has said. */
  String output() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
