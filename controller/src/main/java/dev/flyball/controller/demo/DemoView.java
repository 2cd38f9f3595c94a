package dev.flyball.controller.demo;

import dev.flyball.controller.demo.DemoModel.Metric;
import dev.flyball.controller.demo.DemoModel.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws a frame of the live view: a function of what is to be seen and of the terminal's size. */
final class DemoView {
  static final int MIN_WIDTH = 40;
  static final int MIN_HEIGHT = 12;

  private static final int NAME_WIDTH = 25;
  private static final int READING_WIDTH = 22;
  private static final int BAR_WIDTH = 10;
  private static final int MOST_PLOT_ROWS = 16;
  private static final String PARTS = " ▏▎▍▌▋▊▉█";

  private DemoView() {}

  /** The frame; terminals smaller than 40 x 12 see a part of one of that size. */
  static Canvas frame(DemoModel model, int width, int height) {
    Canvas canvas = new Canvas(Math.max(width, MIN_WIDTH), Math.max(height, MIN_HEIGHT));
    canvas.text(0, 0, model.title(), Style.BOLD);
    legend(canvas, model);
    // Title, legend, an empty line above the decisions, hint.
    int free = canvas.height() - 4 - model.metrics().size();
    int plot = Math.clamp(free * 11L / 20, 3, MOST_PLOT_ROWS);
    Plot.draw(canvas, 2, plot, model);
    int y = 2 + plot;
    for (Metric metric : model.metrics()) {
      metric(canvas, y++, metric);
    }
    said(canvas, y + 1, canvas.height() - 1, model.said());
    canvas.text(0, canvas.height() - 1, hints(model.hints(), canvas.width()), Style.DIM);
    return canvas;
  }

  private static String hints(List<String> hints, int width) {
    StringBuilder line = new StringBuilder();
    for (String hint : hints) {
      String next = (line.isEmpty() ? "" : " · ") + hint;
      if (line.length() + next.length() <= width) {
        line.append(next);
      }
    }
    return line.toString();
  }

  private static void legend(Canvas canvas, DemoModel model) {
    double load = model.points().isEmpty() ? 0 : model.points().getLast().load();
    int x = canvas.text(0, 1, "⣿ ", Style.LOAD);
    x = canvas.text(x, 1, String.format(Locale.ROOT, "%.0f requests/s   ", load), Style.PLAIN);
    x = canvas.text(x, 1, "━ ", Style.REPLICAS);
    canvas.text(x, 1, model.state(), Style.PLAIN);
  }

  private static void metric(Canvas canvas, int y, Metric metric) {
    canvas.text(0, y, fitted(metric.name(), NAME_WIDTH), Style.PLAIN);
    if (metric.failed()) {
      canvas.text(NAME_WIDTH, y, metric.reading(), Style.BAD);
      return;
    }
    canvas.text(NAME_WIDTH, y, fitted(metric.reading(), READING_WIDTH), Style.PLAIN);
    int x = NAME_WIDTH + READING_WIDTH;
    bar(canvas, x, y, metric.ratio());
    canvas.text(
        x + BAR_WIDTH + 1,
        y,
        "asks for " + metric.asks() + (metric.wins() ? ", wins" : ""),
        metric.wins() ? Style.BOLD : Style.PLAIN);
  }

  private static String fitted(String text, int width) {
    String cut = text.length() < width ? text : text.substring(0, width - 2) + "…";
    return cut + " ".repeat(width - cut.length());
  }

  /** A bar that is full where the metric is at its target. */
  private static void bar(Canvas canvas, int x, int y, double ratio) {
    int eighths = (int) Math.round(Math.clamp(ratio, 0, 1) * BAR_WIDTH * 8);
    for (int i = 0; i < BAR_WIDTH; i++) {
      int part = Math.clamp(eighths - i * 8L, 0, 8);
      canvas.put(
          x + i, y, part == 0 ? '·' : PARTS.charAt(part), part == 0 ? Style.DIM : Style.LOAD);
    }
    if (ratio > 1) {
      canvas.put(x + BAR_WIDTH - 1, y, '▶', Style.BAD);
    }
  }

  private static void said(Canvas canvas, int from, int to, List<Said> decisions) {
    int y = from;
    for (Said decision : decisions) {
      Style style = decision.change() ? Style.REPLICAS : Style.PLAIN;
      int indent = decision.time().length() + 2;
      List<String> lines = wrapped(decision.sentence(), canvas.width() - indent);
      if (y + lines.size() > to && y > from) {
        return;
      }
      canvas.text(0, y, decision.time(), Style.DIM);
      for (String line : lines) {
        if (y < to) {
          canvas.text(indent, y++, line, style);
        }
      }
    }
  }

  /** Breaks a text at blanks into lines of at most this width. */
  static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
