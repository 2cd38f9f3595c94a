package dev.flyball.controller.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A rectangle of styled characters; what is drawn outside of it is not seen. */
final class Canvas {
  private final int width;
  private final char[][] characters;
  private final Style[][] styles;

  Canvas(int width, int height) {
    this.width = width;
    this.characters = new char[height][width];
    this.styles = new Style[height][width];
    for (int y = 0; y < height; y++) {
      Arrays.fill(characters[y], ' ');
      Arrays.fill(styles[y], Style.PLAIN);
    }
  }

  int width() {
    return width;
  }

  int height() {
    return characters.length;
  }

  void put(int x, int y, char character, Style style) {
    if (x >= 0 && x < width && y >= 0 && y < height()) {
      characters[y][x] = character;
      styles[y][x] = style;
    }
  }

  /** Writes a text and returns the column behind it. */
  int text(int x, int y, String text, Style style) {
    for (int i = 0; i < text.length(); i++) {
      put(x + i, y, text.charAt(i), style);
    }
    return x + text.length();
  }

  /** Writes a text so that it ends before a column. */
  void textBefore(int x, int y, String text, Style style) {
    text(x - text.length(), y, text, style);
  }

  /** The lines without styles and trailing blanks. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(height());
    for (char[] line : characters) {
      lines.add(new String(line).stripTrailing());
    }
    return lines;
  }

  /** The lines with control sequences for a terminal. */
  List<String> styledLines() {
    List<String> lines = new ArrayList<>(height());
    for (int y = 0; y < height(); y++) {
      lines.add(styled(characters[y], styles[y]));
    }
    return lines;
  }

  private static String styled(char[] line, Style[] styles) {
    StringBuilder text = new StringBuilder(line.length + 32);
    Style current = Style.PLAIN;
    for (int x = 0; x < line.length; x++) {
      if (styles[x] != current) {
        current = styles[x];
        text.append(current.sequence());
      }
      text.append(line[x]);
    }
    return current == Style.PLAIN ? text.toString() : text + Style.PLAIN.sequence();
  }
}
