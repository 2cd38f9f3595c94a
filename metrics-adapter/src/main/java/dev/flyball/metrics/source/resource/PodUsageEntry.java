package dev.flyball.metrics.source.resource;

import java.util.Arrays;

/** The entry that is being read: its columns are reused from pod to pod. */
final class PodUsageEntry implements PodUsage {
  private static final int KNOWN_NAMES = 16;

  private String namespace = "";
  private String name = "";
  private long timestamp = MISSING;
  private int window;
  private String[] containers = new String[4];
  private long[] cpu = new long[4];
  private long[] memory = new long[4];
  private int size;
  private String problem = "";
  // Names of containers and namespaces repeat from pod to pod; these are not made again.
  private final String[] known = new String[KNOWN_NAMES];

  void clear() {
    namespace = "";
    name = "";
    timestamp = MISSING;
    window = 0;
    size = 0;
    problem = "";
  }

  void addContainer() {
    if (size == containers.length) {
      containers = Arrays.copyOf(containers, size * 2);
      cpu = Arrays.copyOf(cpu, size * 2);
      memory = Arrays.copyOf(memory, size * 2);
    }
    containers[size] = "";
    cpu[size] = MISSING;
    memory[size++] = MISSING;
  }

  void namespace(char[] text, int from, int to) {
    namespace = repeated(text, from, to);
  }

  void name(String podName) {
    name = podName;
  }

  void timestamp(long millis) {
    timestamp = millis;
  }

  void window(int millis) {
    window = millis;
  }

  void containerName(char[] text, int from, int to) {
    containers[size - 1] = repeated(text, from, to);
  }

  void cpu(long milli) {
    cpu[size - 1] = milli;
  }

  void memory(long milli) {
    memory[size - 1] = milli;
  }

  /** Notes what makes the entry unreadable; the first problem stays. */
  void reject(String reason) {
    if (problem.isEmpty()) {
      problem = reason;
    }
  }

  /** What is wrong with the entry; empty when it is whole. */
  String problem() {
    if (!problem.isEmpty()) {
      return problem;
    }
    if (name.isEmpty()) {
      return "it has no metadata.name";
    }
    return timestamp == MISSING ? "it has no timestamp" : "";
  }

  private String repeated(char[] text, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + text[i];
    }
    int slot = hash & (KNOWN_NAMES - 1);
    String candidate = known[slot];
    if (candidate == null || !isEqual(candidate, text, from, to)) {
      candidate = new String(text, from, to - from);
      known[slot] = candidate;
    }
    return candidate;
  }

  private static boolean isEqual(String string, char[] text, int from, int to) {
    if (string.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (string.charAt(i - from) != text[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long timestampMillis() {
    return timestamp;
  }

  @Override
  public int windowMillis() {
    return window;
  }

  @Override
  public int containers() {
    return size;
  }

  @Override
  public String container(int index) {
    return containers[index];
  }

  @Override
  public long cpuMilli(int index) {
    return cpu[index];
  }

  @Override
  public long memoryMilli(int index) {
    return memory[index];
  }
}
