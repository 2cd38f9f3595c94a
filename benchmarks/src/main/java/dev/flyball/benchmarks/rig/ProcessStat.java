package dev.flyball.benchmarks.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What Linux says of a process.
 *
 * @param cpuSeconds CPU time in user and kernel mode since its start
 * @param rssMib memory that it holds, in MiB
 * @param rssPeakMib the most that it has held
 * @param threads its threads
 */
public record ProcessStat(double cpuSeconds, double rssMib, double rssPeakMib, int threads) {
  /** Ticks of /proc a second: fixed at 100 for user space on all of today's Linux platforms. */
  private static final double TICKS = 100;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  /**
   * Reads /proc.
   *
   * @throws RigException when there is no such process or no /proc
   */
  static ProcessStat of(long pid) {
    Path folder = Path.of("/proc", Long.toString(pid));
    try {
      return parse(
          Files.readString(folder.resolve("stat")), Files.readAllLines(folder.resolve("status")));
    } catch (IOException e) {
      throw new RigException("process " + pid + " is gone, or this is no Linux: " + e);
    }
  }

  static ProcessStat parse(String stat, List<String> status) {
    // The name of the program, in parentheses, may hold anything; fields are counted behind it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
    return new ProcessStat(
        ticks / TICKS,
        number(status, "VmRSS:") / 1024.0,
        number(status, "VmHWM:") / 1024.0,
        (int) number(status, "Threads:"));
  }

  private static long number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new RigException("/proc says no " + name));
  }
}
