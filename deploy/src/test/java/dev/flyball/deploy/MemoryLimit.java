package dev.flyball.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A limit of memory for a process, as a container has one: a cgroup of its own, without swap. It is
 * gone when it is closed, for which its process must have ended.
 */
final class MemoryLimit implements AutoCloseable {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  private final Path group;
  private final boolean unified;

  private MemoryLimit(Path group, boolean unified) {
    this.group = group;
    this.unified = unified;
  }

  /** A limit of so many MiB; empty where this process may not set one. */
  static Optional<MemoryLimit> of(int mib) {
    boolean unified = Files.exists(CGROUPS.resolve("cgroup.controllers"));
    Path parent = unified ? CGROUPS : CGROUPS.resolve("memory");
    MemoryLimit limit =
        new MemoryLimit(parent.resolve("flyball-test-" + ProcessHandle.current().pid()), unified);
    try {
      Files.createDirectory(limit.group);
      limit.write(unified ? "memory.max" : "memory.limit_in_bytes", mib + "M");
      limit.write(unified ? "memory.swap.max" : "memory.swappiness", "0");
      return Optional.of(limit);
    } catch (IOException e) {
      limit.close();
      System.out.println("NOT LIMITED: no cgroup with a limit of memory can be made here: " + e);
      return Optional.empty();
    }
  }

  private void write(String file, String value) throws IOException {
    Files.writeString(group.resolve(file), value);
  }

  /** The command that runs another one under this limit, in the same process. */
  List<String> around(List<String> command) {
    List<String> limited = new ArrayList<>();
    limited.addAll(List.of("sh", "-c", "echo $$ >\"$0\" && exec \"$@\""));
    limited.add(group.resolve("cgroup.procs").toString());
    limited.addAll(command);
    return limited;
  }

  /** Processes that the kernel has killed, since they needed more. */
  long kills() {
    String file = unified ? "memory.events" : "memory.oom_control";
    return read(file)
        .lines()
        .filter(line -> line.startsWith("oom_kill "))
        .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length()).strip()))
        .sum();
  }

  /** How often memory had to be taken back for the limit to hold. */
  long reclaims() {
    return unified
        ? read("memory.events")
            .lines()
            .filter(line -> line.startsWith("max "))
            .mapToLong(line -> Long.parseLong(line.substring("max ".length()).strip()))
            .sum()
        : Long.parseLong(read("memory.failcnt").strip());
  }

  private String read(String file) {
    try {
      return Files.readString(group.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(group);
    } catch (IOException e) {
      System.out.println("cannot remove " + group + ": " + e);
    }
  }
}
