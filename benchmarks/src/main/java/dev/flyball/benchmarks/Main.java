package dev.flyball.benchmarks;

import java.util.Arrays;

/** Where the process of {@code ./flyball bench} begins. */
public final class Main {
  private Main() {}

  /** Runs a benchmark and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // The launcher passes its own arguments on, the word bench among them.
    boolean named = arguments.length > 0 && arguments[0].equals("bench");
    String[] own = named ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
    System.exit(BenchCommand.commandLine().execute(own));
  }
}
