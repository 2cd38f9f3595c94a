package dev.flyball.benchmarks.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * A folder for the files of one run and the process that writes them. Both are gone when it is
 * closed and when this process ends, also at Ctrl-C.
 */
final class RunFolder implements AutoCloseable {
  private final Path path;
  private final AtomicReference<Runnable> last = new AtomicReference<>(() -> {});
  private final Thread hook = new Thread(this::clear, "end of the run");

  private RunFolder(Path path) {
    this.path = path;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  static RunFolder open() {
    try {
      return new RunFolder(Files.createTempDirectory("flyball-bench"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** Ends whoever writes here, before the folder is removed; may be called more than once. */
  void endsWith(Runnable end) {
    last.set(end);
  }

  private synchronized void clear() {
    last.get().run();
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + path, e);
    }
  }

  @Override
  public void close() {
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is ending, and the hook finds nothing to do.
    }
  }
}
