package dev.flyball.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a benchmark ran on.
 *
 * @param cpu its model as the system names it
 * @param cores cores that this process may use
 * @param memoryMib memory in MiB; 0 where the system does not say
 * @param system operating system and architecture
 * @param java the Java runtime
 */
public record Machine(String cpu, int cores, long memoryMib, String system, String java) {
  /** The machine of this process. */
  public static Machine here() {
    return new Machine(
        value("/proc/cpuinfo", "model name").orElse("unknown CPU"),
        Runtime.getRuntime().availableProcessors(),
        value("/proc/meminfo", "MemTotal")
            .map(text -> Long.parseLong(text.replaceAll("\\D", "")) / 1024)
            .orElse(0L),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + Runtime.version());
  }

  /** Processes that wanted a core in the last minute, on average; 0 where unknown. */
  public static double load() {
    try {
      return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
    } catch (IOException e) {
      return 0;
    }
  }

  private static Optional<String> value(String file, String name) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return cores + " cores of " + cpu + ", " + memoryMib / 1024 + " GiB, " + system + "; " + java;
  }
}
