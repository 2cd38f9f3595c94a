package dev.flyball.benchmarks.rig;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/**
 * What is going on, on standard error: one line that changes on a terminal, otherwise a line a step
 * and another one every ten seconds. Used by one thread.
 */
final class Progress {
  private static final long REPEAT_NANOS = 10_000_000_000L;

  private final PrintStream out;
  private final boolean live;
  private final long start = System.nanoTime();
  private String step = "";
  private long toldNanos;

  private Progress(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
  }

  // From JDK 25 on it is null again where input and output are no terminal.
  @SuppressWarnings("SystemConsoleNull")
  static Progress onStandardError() {
    Console console = System.console();
    return new Progress(System.err, console != null && console.isTerminal());
  }

  /** Tells what is being done; a step has a name that does not change and details that do. */
  void tell(String name, String details) {
    long now = System.nanoTime();
    boolean news = !name.equals(step);
    if (!live && !news && now - toldNanos < REPEAT_NANOS) {
      return;
    }
    step = name;
    toldNanos = now;
    String line =
        String.format(
            Locale.ROOT,
            "%6.1f s  %s%s",
            (now - start) / 1e9,
            name,
            details.isEmpty() ? "" : ": " + details);
    if (live) {
      out.print((news ? "\n" : "\r\033[K") + line);
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** Ends the line. */
  void end() {
    if (live) {
      out.println();
    }
  }
}
