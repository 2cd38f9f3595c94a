package dev.flyball.minicluster.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A program that runs beside this process; its output goes to a file. Closing it ends it. */
public final class RealProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int STOP_SECONDS = 10;
  private static final int POLL_MILLIS = 50;
  private static final int LINES = 15;

  private final String name;
  private final Path log;
  private final Process process;
  private final Thread atExit;

  private RealProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    // For a run that is broken off before it closes what it opened.
    this.atExit = new Thread(process::destroyForcibly, "end of " + name);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts a program; its log is {@code NAME.log} in the folder. */
  public static RealProcess start(Path folder, List<String> command) {
    String name = String.valueOf(Path.of(command.getFirst()).getFileName());
    Path log = folder.resolve(name + ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(log.toFile())
              .start();
      return new RealProcess(name, log, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits, for a bounded time, until it is ready.
   *
   * @throws IllegalStateException where it ends or takes too long, with what it said last
   */
  public void awaitReady(BooleanSupplier ready) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!ready.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new IllegalStateException(name + " ended with " + process.exitValue() + tail());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(name + " is not ready within " + PATIENCE + tail());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return "; it said last:\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException e) {
      return "; its log cannot be read: " + e;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
