package dev.flyball.controller.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks the terminal for its size, now and then; 80 x 24 where it does not tell. */
final class TerminalSize {
  /**
   * A size in characters.
   *
   * @param width columns
   * @param height rows
   */
  record Size(int width, int height) {}

  private static final Size USUAL = new Size(80, 24);
  private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("(\\d{1,5}) (\\d{1,5})\\s*");

  private Size last = USUAL;
  private long askedNanos = System.nanoTime() - ASK_NANOS;

  Size get() {
    if (System.nanoTime() - askedNanos >= ASK_NANOS) {
      last = ask();
      askedNanos = System.nanoTime();
    }
    return last;
  }

  private static Size ask() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        if (stty.waitFor(1, TimeUnit.SECONDS)) {
          return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        }
      } finally {
        stty.destroy();
      }
    } catch (IOException e) {
      return USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return USUAL;
  }

  /** Reads what {@code stty size} prints: rows and columns. */
  static Size parse(String text) {
    Matcher matcher = ROWS_AND_COLUMNS.matcher(text);
    if (!matcher.matches()) {
      return USUAL;
    }
    Size size = new Size(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(1)));
    return size.width() == 0 || size.height() == 0 ? USUAL : size;
  }
}
