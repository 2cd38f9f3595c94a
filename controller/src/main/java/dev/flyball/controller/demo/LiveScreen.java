package dev.flyball.controller.demo;

import java.io.PrintStream;

/** Draws the live view on a terminal, each frame over the last one. */
final class LiveScreen implements DemoScreen {
  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";
  private static final String CLEAR = "\u001b[2J";
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_TO_LINE_END = "\u001b[K";
  private static final String CLEAR_TO_END = "\u001b[J";

  private final PrintStream out;
  private final TerminalSize size;
  private boolean drawn;
  private int height;

  LiveScreen(PrintStream out, TerminalSize size) {
    this.out = out;
    this.size = size;
  }

  @Override
  public void tell(String line) {
    // Before the first frame and after the last one; the view itself tells of what is between.
    if (!drawn) {
      out.println(line);
      out.flush();
    }
  }

  @Override
  public void show(DemoModel model) {
    StringBuilder frame = new StringBuilder(8192);
    TerminalSize.Size now = size.get();
    if (!drawn || now.height() != height) {
      frame.append(HIDE_CURSOR).append(CLEAR);
      height = now.height();
    }
    drawn = true;
    frame.append(HOME);
    // The last line stays empty: a line feed there would scroll.
    var lines = DemoView.frame(model, now.width(), now.height() - 1).styledLines();
    for (String line : lines.subList(0, Math.min(lines.size(), now.height() - 1))) {
      frame.append(line).append(CLEAR_TO_LINE_END).append("\r\n");
    }
    out.print(frame.append(CLEAR_TO_END));
    out.flush();
  }

  @Override
  public void close() {
    if (drawn) {
      out.print("\r" + CLEAR_TO_LINE_END + SHOW_CURSOR);
      out.flush();
      drawn = false;
    }
  }
}
