package dev.flyball.benchmarks.report;

import java.nio.file.Path;

/** Where {@code ./flyball} has started this process from. */
public final class Launcher {
  private static final String ROOT = "flyball.root";

  private Launcher() {}

  /**
   * The folder of the clone.
   *
   * @throws IllegalStateException when this process was not started by {@code ./flyball}
   */
  public static Path root() {
    String root = System.getProperty(ROOT);
    if (root == null) {
      throw new IllegalStateException("start benchmarks with ./flyball bench");
    }
    return Path.of(root);
  }

  /** The script itself, which starts the product as its users do. */
  public static Path script() {
    return root().resolve("flyball");
  }

  /** Where results of this kind go unless told otherwise. */
  public static Path results(String kind) {
    return root().resolve(".flyball/bench").resolve(kind + ".json");
  }
}
