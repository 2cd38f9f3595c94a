package dev.flyball.controller.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds the end of the process off while something must not be left half done: Ctrl-C and SIGTERM
 * call it off, and the process ends once that is closed, after a while at the latest.
 */
final class CallOff implements AutoCloseable {
  private static final long LONGEST_SECONDS = 60;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::callOff, "call-off");
  private volatile boolean calledOff;

  private CallOff() {}

  /** Is called off by the signals that end a process. */
  static CallOff onSignal() {
    CallOff callOff = new CallOff();
    Runtime.getRuntime().addShutdownHook(callOff.hook);
    return callOff;
  }

  private void callOff() {
    calledOff = true;
    try {
      if (!ended.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("not finished within " + LONGEST_SECONDS + " s of the signal");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isCalledOff() {
    return calledOff;
  }

  @Override
  public void close() {
    ended.countDown();
    if (!calledOff) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process ends right now, and the hook has nothing to wait for any more.
      }
    }
  }
}
