package dev.flyball.benchmarks.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pauses for garbage collection, out of a log of {@code -Xlog:gc}.
 *
 * @param pauses in milliseconds, in order
 */
record GcLog(List<Double> pauses) {
  private static final Pattern PAUSE = Pattern.compile("GC\\(\\d+\\) Pause .* (\\d+\\.\\d+)ms$");

  GcLog {
    pauses = List.copyOf(pauses);
  }

  static GcLog read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return parse(lines);
    } catch (IOException e) {
      throw new RigException("there is no log of the garbage collector: " + e);
    }
  }

  static GcLog parse(Stream<String> lines) {
    return new GcLog(
        lines
            .map(PAUSE::matcher)
            .filter(Matcher::find)
            .map(m -> Double.parseDouble(m.group(1)))
            .toList());
  }

  /** The pauses since an earlier reading of the same log. */
  GcLog since(GcLog before) {
    return new GcLog(pauses.subList(before.pauses.size(), pauses.size()));
  }

  double total() {
    return pauses.stream().mapToDouble(p -> p).sum();
  }

  double longest() {
    return pauses.stream().mapToDouble(p -> p).max().orElse(0);
  }
}
