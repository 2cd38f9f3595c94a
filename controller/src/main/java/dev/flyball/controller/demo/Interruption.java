package dev.flyball.controller.demo;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ctrl-C and other signals to end: they become a question that the main thread answers by ending in
 * order, with an exit code of its own. A main thread that does not answer in time is left behind.
 */
final class Interruption {
  private static final long PATIENCE_SECONDS = 5;
  private static final int EXIT_CODE = Verdict.Kind.INTERRUPTED.exitCode();

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final Thread hook = new Thread(this::end, "end of the demo");

  private Interruption() {}

  /** Begins to listen for signals. */
  static Interruption install() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void end() {
    asked.countDown();
    int exitCode;
    try {
      exitCode = ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      exitCode = EXIT_CODE;
    }
    // The exit code of a process that a signal ends would otherwise be the signal's.
    Runtime.getRuntime().halt(exitCode);
  }

  /** Waits, and tells whether the user wants to end. */
  boolean within(Duration time) {
    try {
      return asked.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Everything is closed: the process may end with this code. */
  int finish(int exitCode) {
    ended.complete(exitCode);
    if (asked.getCount() > 0) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The signal came just now; the hook ends the process with this code.
        return exitCode;
      }
    }
    return exitCode;
  }
}
