package dev.flyball.controller.demo;

import dev.flyball.controller.demo.DemoModel.Point;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Load and replicas over time on one scale: a replica stands as high as the load that it is to
 * serve. Where the load rises above the line of the replicas, each has more to do than its target.
 */
final class Plot {
  private static final int LEFT = 6;
  private static final int RIGHT = 4;
  private static final int DOTS_X = 2;
  private static final int DOTS_Y = 4;

  /** Bits of the dots of a braille character, by column and by row from the bottom. */
  private static final int[][] DOTS = {{0x40, 0x04, 0x02, 0x01}, {0x80, 0x20, 0x10, 0x08}};

  private final Canvas canvas;
  private final int top;
  private final int rows;
  private final int columns;
  private final double perReplica;
  private final double begin;
  private final double span;
  private final int levels;
  private final List<Point> points;

  private Plot(Canvas canvas, int top, int height, DemoModel model) {
    this.canvas = canvas;
    this.top = top;
    this.rows = height - 1;
    this.columns = canvas.width() - LEFT - RIGHT;
    this.perReplica = model.perReplica();
    this.span = model.spanSeconds();
    this.begin = Math.max(0, model.seconds() - span);
    this.points = model.points();
    double highest = 0;
    for (Point point : points) {
      highest = Math.max(highest, Math.max(point.load() / perReplica, point.replicas()));
    }
    this.levels = Math.max(4, (int) Math.floor(highest) + 1);
  }

  /** Draws a plot over the whole width of a canvas, of this height with its time axis. */
  static void draw(Canvas canvas, int top, int height, DemoModel model) {
    if (height < 3 || canvas.width() < LEFT + RIGHT + 10) {
      return;
    }
    Plot plot = new Plot(canvas, top, height, model);
    plot.axes();
    plot.load();
    plot.replicas();
  }

  private void axes() {
    int step = Math.max(1, (int) Math.ceil((double) levels / rows));
    for (int y = 0; y < rows; y++) {
      canvas.put(LEFT - 1, top + y, '│', Style.DIM);
      canvas.put(LEFT + columns, top + y, '│', Style.DIM);
    }
    for (int level = 0; level < levels; level += step) {
      int y = top + row(level);
      canvas.textBefore(
          LEFT - 1, y, String.format(Locale.ROOT, "%.0f", level * perReplica), Style.LOAD);
      canvas.put(LEFT - 1, y, '┤', Style.DIM);
      canvas.put(LEFT + columns, y, '├', Style.DIM);
      canvas.text(LEFT + columns + 2, y, Integer.toString(level), Style.REPLICAS);
    }
    int axis = top + rows;
    canvas.text(LEFT, axis, time(begin), Style.DIM);
    canvas.textBefore(LEFT + columns, axis, time(begin + span), Style.DIM);
    String middle = time(begin + span / 2);
    canvas.text(LEFT + (columns - middle.length()) / 2, axis, middle, Style.DIM);
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  /** The row of a number of replicas; a level lies at the bottom edge of its row. */
  private int row(double level) {
    int fromBottom = (int) Math.floor(level / levels * rows + 1e-9);
    return Math.clamp(rows - 1 - fromBottom, 0, rows - 1);
  }

  private void load() {
    for (int x = 0; x < columns; x++) {
      int left = height(x, 0);
      int right = height(x, 1);
      for (int y = 0; y < rows; y++) {
        int below = (rows - 1 - y) * DOTS_Y;
        int bits = bits(0, left - below) | bits(1, right - below);
        if (bits != 0) {
          canvas.put(LEFT + x, top + y, (char) (0x2800 + bits), Style.LOAD);
        }
      }
    }
  }

  /** Dots that the load is high in half a column; 0 where nothing is known. */
  private int height(int column, int half) {
    double at = begin + (column + (half + 0.5) / DOTS_X) * span / columns;
    Point point = before(at);
    return point == null ? 0 : (int) Math.round(point.load() / perReplica / levels * rows * DOTS_Y);
  }

  private static int bits(int side, int dots) {
    int bits = 0;
    for (int i = 0; i < Math.min(dots, DOTS_Y); i++) {
      bits |= DOTS[side][i];
    }
    return bits;
  }

  private void replicas() {
    int last = -1;
    for (int x = 0; x < columns; x++) {
      Point point = before(begin + (x + 0.5) * span / columns);
      if (point == null) {
        last = -1;
        continue;
      }
      int y = row(point.replicas());
      if (last < 0 || last == y) {
        replica(x, y, '━');
      } else {
        replica(x, last, y < last ? '┛' : '┓');
        replica(x, y, y < last ? '┏' : '┗');
        for (int between = Math.min(y, last) + 1; between < Math.max(y, last); between++) {
          replica(x, between, '┃');
        }
      }
      last = y;
    }
  }

  private void replica(int x, int y, char character) {
    canvas.put(LEFT + x, top + y, character, Style.REPLICAS);
  }

  /** The last point before a time; null before the first and after the newest one. */
  private @Nullable Point before(double seconds) {
    if (points.isEmpty() || seconds > points.getLast().seconds()) {
      return null;
    }
    int low = 0;
    int high = points.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (points.get(middle).seconds() <= seconds) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? null : points.get(low - 1);
  }
}
