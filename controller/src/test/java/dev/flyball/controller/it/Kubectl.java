package dev.flyball.controller.it;

import dev.flyball.minicluster.real.RealPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** {@code kubectl} as people run it. */
final class Kubectl {
  private static final int SECONDS = 60;

  private final Path program;
  private final Path kubeconfig;
  private final Path folder;

  /** What it said, and whether it was content. */
  record Result(int exitCode, String output) {
    boolean ok() {
      return exitCode == 0;
    }
  }

  private Kubectl(Path program, Path kubeconfig, Path folder) {
    this.program = program;
    this.kubeconfig = kubeconfig;
    this.folder = folder;
  }

  /** With this kubeconfig; the test is skipped where this machine has no kubectl. */
  static Kubectl orSkip(String kubeconfig, Path folder) {
    List<Path> programs = RealPrograms.ofThisMachine().find("kubectl").orElse(List.of());
    Assumptions.assumeTrue(!programs.isEmpty(), "no kubectl on this machine");
    Path file = folder.resolve("kubectl.kubeconfig");
    try {
      Files.writeString(file, kubeconfig);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Kubectl(programs.getFirst(), file, folder);
  }

  /** One that goes on until it is closed. */
  static final class Running implements AutoCloseable {
    private final Process process;
    private final Path file;

    private Running(Process process, Path file) {
      this.process = process;
      this.file = file;
    }

    /** What it has said so far. */
    String output() {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Starts one that does not end by itself. */
  Running start(String... arguments) {
    try {
      Path output = Files.createTempFile(folder, "kubectl", ".out");
      return new Running(process(output, arguments), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process process(Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("HOME", folder.toString());
    return builder.start();
  }

  Result run(String... arguments) {
    try {
      Path output = Files.createTempFile(folder, "kubectl", ".out");
      Process process = process(output, arguments);
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(List.of(arguments) + " does not end: " + Files.readString(output));
      }
      return new Result(process.exitValue(), Files.readString(output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** {@code kubectl apply} of a manifest, with more arguments. */
  Result apply(String manifest, String... arguments) {
    try {
      Path file = Files.writeString(Files.createTempFile(folder, "manifest", ".yaml"), manifest);
      List<String> all = new ArrayList<>(List.of("apply", "--filename", file.toString()));
      all.addAll(List.of(arguments));
      return run(all.toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
