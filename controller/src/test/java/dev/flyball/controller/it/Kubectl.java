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

  Result run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile(folder, "kubectl", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().put("HOME", folder.toString());
      Process process = builder.start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " does not end: " + Files.readString(output));
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
