package dev.flyball.metrics.exposition;

import org.jspecify.annotations.Nullable;

/** Reads one line of a wanted metric into a {@link Sample}. Allocates nothing for usual numbers. */
final class LineReader {
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
    if (at < to && line[at] == '{' && !readLabels(line, to)) {
      return MalformedLine.BAD_LABELS;
    }
    at = skipBlanks(line, at, to);
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

  /** Reads {@code {name="value",...}}; a comma before the brace and blanks between are allowed. */
  private boolean readLabels(byte[] line, int to) {
    int from = ++at;
    while (true) {
      at = skipBlanks(line, at, to);
      if (at < to && line[at] == '}') {
        sample.labelRange(from, at++);
        return true;
      }
      if (!readLabel(line, to)) {
        return false;
      }
      at = skipBlanks(line, at, to);
      if (at < to && line[at] == ',') {
        at++;
      } else if (at >= to || line[at] != '}') {
        return false;
      }
    }
  }

  private boolean readLabel(byte[] line, int to) {
    int nameFrom = at;
    while (at < to && isLabelName(line[at], at == nameFrom)) {
      at++;
    }
    int nameTo = at;
    at = skipBlanks(line, at, to);
    if (nameTo == nameFrom || at >= to || line[at] != '=') {
      return false;
    }
    at = skipBlanks(line, at + 1, to);
    if (at >= to || line[at] != '"') {
      return false;
    }
    int valueFrom = ++at;
    while (at < to && line[at] != '"') {
      at += line[at] == '\\' ? 2 : 1;
    }
    if (at >= to) {
      return false;
    }
    sample.addLabel(nameFrom, nameTo, valueFrom, at++);
    return true;
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

  private static boolean isLabelName(byte b, boolean first) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || b == '_'
        || (!first && b >= '0' && b <= '9');
  }
}
