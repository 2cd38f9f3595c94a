package dev.flyball.controller.demo;

import dev.flyball.controller.demo.DemoModel.Point;
import dev.flyball.controller.demo.DemoModel.Said;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lines for a pipe, a log or a file: each change of replicas and each decision that says something
 * new, with its sentence, and every few seconds how things are.
 */
final class PlainScreen implements DemoScreen {
  private static final double STATUS_SECONDS = 5;

  private final PrintStream out;
  private double nextStatus;
  private @Nullable Said last;

  PlainScreen(PrintStream out) {
    this.out = out;
  }

  @Override
  public void tell(String line) {
    out.println(line);
    out.flush();
  }

  @Override
  public void show(DemoModel model) {
    // The newest stands first; those that were shown before come from the last one on.
    int fresh = 0;
    while (fresh < model.said().size() && !Objects.equals(model.said().get(fresh), last)) {
      fresh++;
    }
    for (int i = fresh - 1; i >= 0; i--) {
      Said said = model.said().get(i);
      tell(clock(model.seconds()) + (said.change() ? "CHANGE  " : "        ") + said.sentence());
      last = said;
    }
    if (model.seconds() >= nextStatus && !model.points().isEmpty()) {
      Point now = model.points().getLast();
      tell(
          clock(model.seconds())
              + String.format(Locale.ROOT, "        %.0f requests/s, ", now.load())
              + model.state());
      nextStatus = model.seconds() + STATUS_SECONDS;
    }
  }

  private static String clock(double seconds) {
    return String.format(Locale.ROOT, "%7.1f s  ", seconds);
  }

  @Override
  public void close() {
    out.flush();
  }
}
