package dev.flyball.metrics.exposition;

import org.jspecify.annotations.Nullable;

/** Reads one line of a wanted metric into a {@link Sample}. Allocates nothing for usual numbers. */
final class LineReader {
  private static final boolean[] NAME_BYTES = new boolean[256];

  static {
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
        .chars()
        .forEach(c -> NAME_BYTES[c] = true);
  }

  private final NumberReader numbers = new NumberReader();
  private final Sample sample;
  private int at;

  LineReader(Sample sample) {
    this.sample = sample;
  }

  /**
   * Reads a line from behind its metric's name.
   *
   * @return what is wrong with it, or null
   */
  @Nullable MalformedLine read(byte[] line, int from, int to, int metric, ExpositionFormat format) {
    sample.start(line, metric);
    at = skipBlanks(line, from, to);
    if (at < to && line[at] == '{') {
      at = readLabels(line, at + 1, to);
      if (at < 0) {
        return MalformedLine.BAD_LABELS;
      }
      at = skipBlanks(line, at, to);
    }
    int end = tokenEnd(line, at, to);
    if (end == at || !numbers.read(line, at, end)) {
      return MalformedLine.BAD_VALUE;
    }
    sample.value(numbers.value());
    at = skipBlanks(line, end, to);
    if (at == to || isExemplar(line, format)) {
      return null;
    }
    return readTimestamp(line, to, format);
  }

  private @Nullable MalformedLine readTimestamp(byte[] line, int to, ExpositionFormat format) {
    int end = tokenEnd(line, at, to);
    if (!readMillis(line, end, format)) {
      return MalformedLine.BAD_TIMESTAMP;
    }
    at = skipBlanks(line, end, to);
    return at == to || isExemplar(line, format) ? null : MalformedLine.TRAILING_TEXT;
  }

  private boolean readMillis(byte[] line, int end, ExpositionFormat format) {
    if (!numbers.read(line, at, end)) {
      return false;
    }
    double millis =
        switch (format) {
          case TEXT -> numbers.value();
          case OPENMETRICS -> numbers.value() * 1000;
        };
    // Beyond 2^53 ms a double is no longer exact, and no clock is there.
    if (!(Math.abs(millis) < 0x1p53)) {
      return false;
    }
    sample.timestamp(Math.round(millis));
    return true;
  }

  /**
   * Reads {@code name="value",...} up to the closing brace; a comma before it and blanks between
   * are allowed.
   *
   * @return the position behind the brace, or -1
   */
  private int readLabels(byte[] line, int from, int to) {
    int position = from;
    while (true) {
      position = skipBlanks(line, position, to);
      if (position < to && line[position] == '}') {
        sample.labelRange(from, position);
        return position + 1;
      }
      position = readLabel(line, position, to);
      if (position < 0) {
        return -1;
      }
      position = skipBlanks(line, position, to);
      if (position < to && line[position] == ',') {
        position++;
      } else if (position >= to || line[position] != '}') {
        return -1;
      }
    }
  }

  /** Reads one label; returns the position behind its closing quote, or -1. */
  private int readLabel(byte[] line, int from, int to) {
    int nameTo = from;
    while (nameTo < to && NAME_BYTES[line[nameTo] & 0xff]) {
      nameTo++;
    }
    int position = skipBlanks(line, nameTo, to);
    if (nameTo == from || isDigit(line[from]) || position >= to || line[position] != '=') {
      return -1;
    }
    position = skipBlanks(line, position + 1, to);
    if (position >= to || line[position] != '"') {
      return -1;
    }
    int valueFrom = position + 1;
    int valueTo = valueEnd(line, valueFrom, to);
    if (valueTo >= to) {
      return -1;
    }
    sample.addLabel(from, nameTo, valueFrom, valueTo);
    return valueTo + 1;
  }

  /** Position of the quote that ends a value; {@code to} or beyond without one. */
  private static int valueEnd(byte[] line, int from, int to) {
    int position = ByteScan.quoteOrBackslash(line, from, to);
    while (position < to && line[position] == '\\') {
      position = ByteScan.quoteOrBackslash(line, position + 2, to);
    }
    return position;
  }

  private boolean isExemplar(byte[] line, ExpositionFormat format) {
    return format == ExpositionFormat.OPENMETRICS && line[at] == '#';
  }

  private static int skipBlanks(byte[] line, int from, int to) {
    int index = from;
    while (index < to && (line[index] == ' ' || line[index] == '\t')) {
      index++;
    }
    return index;
  }

  private static int tokenEnd(byte[] line, int from, int to) {
    int index = from;
    while (index < to && line[index] != ' ' && line[index] != '\t') {
      index++;
    }
    return index;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
