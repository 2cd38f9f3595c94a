package dev.flyball.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file of any module that has grown too long to be read at once. */
class SourceSizeTest {
  private static final int MOST_LINES = 400;

  @Test
  void noSourceFileIsTooLong() throws IOException {
    List<Path> sources = sources();
    assertThat(sources).as("the sources of all modules").hasSizeGreaterThan(40);
    assertThat(sources)
        .allSatisfy(file -> assertThat(lines(file)).as("%s", file).isLessThanOrEqualTo(MOST_LINES));
  }

  /** Surefire runs a module's tests in its folder; the other modules are its siblings. */
  private static List<Path> sources() throws IOException {
    Path root = Path.of("").toAbsolutePath().getParent();
    try (Stream<Path> modules = Files.list(root)) {
      return modules
          .flatMap(module -> Stream.of(module.resolve("src/main"), module.resolve("src/test")))
          .filter(Files::isDirectory)
          .flatMap(SourceSizeTest::javaFiles)
          .toList();
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
