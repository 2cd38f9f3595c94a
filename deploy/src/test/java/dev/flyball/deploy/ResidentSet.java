package dev.flyball.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process holds of a container's memory, as Linux tells it, in KiB.
 *
 * <p>Pages of files the kernel drops where a limit is near, and reads again should they be wanted.
 *
 * @param now resident pages: its own, and those of files that are mapped
 * @param peak the most that were resident at once since it began
 * @param anonymous those of {@code now} that are its own and that the kernel cannot drop
 * @param kernel what the kernel keeps for it: tables of its pages and stacks of its threads
 */
record ResidentSet(long now, long peak, long anonymous, long kernel) {
  /** Of a thread in the kernel, on x86-64 and on ARM64. */
  private static final long KERNEL_STACK = 16;

  private static final Pattern MAPPING =
      Pattern.compile("^[0-9a-f]+-[0-9a-f]+ \\S+ \\S+ \\S+ \\d+ *(.*)$");

  /** The process now. */
  static ResidentSet of(long pid) {
    List<String> status = lines(pid, "status");
    return new ResidentSet(
        number(status, "VmRSS:"),
        number(status, "VmHWM:"),
        number(status, "RssAnon:") + number(status, "RssShmem:"),
        number(status, "VmPTE:") + number(status, "Threads:") * KERNEL_STACK);
  }

  /** Resident KiB by what is mapped; the JVM's own memory has no name. */
  static Map<String, Long> byMapping(long pid) {
    Map<String, Long> sums = new TreeMap<>();
    String mapping = "";
    for (String line : lines(pid, "smaps")) {
      Matcher begin = MAPPING.matcher(line);
      if (begin.matches()) {
        mapping = named(begin.group(1));
      } else if (line.startsWith("Anonymous:")) {
        sums.merge(mapping + ", own", digits(line), Long::sum);
        sums.merge(mapping, -digits(line), Long::sum);
      } else if (line.startsWith("Rss:")) {
        sums.merge(mapping, digits(line), Long::sum);
      }
    }
    sums.values().removeIf(Predicate.isEqual(0L));
    return sums;
  }

  private static String named(String path) {
    if (path.isEmpty() || path.startsWith("[anon")) {
      return "without name";
    }
    String file = path.substring(path.lastIndexOf('/') + 1);
    return file.endsWith(".jar") ? "jars" : file;
  }

  private static List<String> lines(long pid, String file) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid + " is gone", e);
    }
  }

  private static long number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(ResidentSet::digits)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("/proc says no " + name));
  }

  private static long digits(String line) {
    return Long.parseLong(line.replaceAll("\\D", ""));
  }
}
