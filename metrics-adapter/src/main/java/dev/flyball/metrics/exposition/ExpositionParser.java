package dev.flyball.metrics.exposition;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A streaming parser of Prometheus text 0.0.4 and OpenMetrics 1.0 that delivers the samples of
 * wanted metrics and skips everything else without allocation.
 *
 * <p>Fed with chunks cut anywhere, it gives the same samples. It throws nothing, whatever the bytes
 * are: what is wrong with a line goes to the visitor, what is wrong with the page is in the {@link
 * PageResult}. Of a line across chunks only a possible candidate is copied, up to {@link
 * ExpositionLimits#maxLineBytes}.
 *
 * <p>Reusable after {@link #reset}; owned by one thread.
 */
public final class ExpositionParser {
  private static final byte[] EOF = {'#', ' ', 'E', 'O', 'F'};

  private final WantedMetrics wanted;
  private final SampleVisitor visitor;
  private final ExpositionLimits limits;
  private final Sample sample;
  private final LineReader reader;

  private ExpositionFormat format = ExpositionFormat.TEXT;
  private byte[] carry = new byte[256];
  private int carried;
  private boolean skipping;
  private boolean eof;
  private boolean afterEof;
  private boolean tooLarge;
  private long bytes;
  private long lines;
  private long samples;
  private long malformed;
  private long firstMalformed;

  /** A parser that delivers the wanted samples to a visitor. */
  public ExpositionParser(WantedMetrics wanted, SampleVisitor visitor, ExpositionLimits limits) {
    this.wanted = wanted;
    this.visitor = visitor;
    this.limits = limits;
    sample = new Sample(wanted);
    reader = new LineReader(sample);
  }

  /** Forgets what it read and starts a page of this format. */
  public ExpositionParser reset(ExpositionFormat pageFormat) {
    format = pageFormat;
    carried = 0;
    skipping = false;
    eof = false;
    afterEof = false;
    tooLarge = false;
    bytes = 0;
    lines = 0;
    samples = 0;
    malformed = 0;
    firstMalformed = 0;
    return this;
  }

  /** Reads the next bytes of the page; see {@link #feed(byte[], int, int)}. */
  public boolean feed(byte[] chunk) {
    return feed(chunk, 0, chunk.length);
  }

  /**
   * Reads the next bytes of the page; see {@link #feed(byte[], int, int)}. Consumes the buffer; one
   * without an accessible array is copied.
   */
  public boolean feed(ByteBuffer chunk) {
    if (chunk.hasArray()) {
      int from = chunk.arrayOffset() + chunk.position();
      int to = chunk.arrayOffset() + chunk.limit();
      chunk.position(chunk.limit());
      return feed(chunk.array(), from, to);
    }
    byte[] copy = new byte[chunk.remaining()];
    chunk.get(copy);
    return feed(copy, 0, copy.length);
  }

  /**
   * Reads the next bytes of the page. The array is not kept.
   *
   * @return whether more may follow; false once the page is over its limit, when the rest should
   *     not even be fetched
   */
  public boolean feed(byte[] chunk, int from, int to) {
    bytes += to - from;
    if (bytes > limits.maxPageBytes()) {
      tooLarge = true;
    }
    if (tooLarge) {
      return false;
    }
    int at = from;
    if (skipping || carried > 0) {
      at = resumeLine(chunk, from, to);
    }
    while (at < to) {
      int end = ByteScan.lineFeed(chunk, at, to);
      if (end == to) {
        carryTail(chunk, at, to);
        return true;
      }
      lines++;
      line(chunk, at, end);
      at = end + 1;
    }
    return true;
  }

  /** Ends the page: reads a last line that has no line feed and says what became of the page. */
  public PageResult finish() {
    boolean endsInLine = skipping || carried > 0;
    if (endsInLine && !tooLarge) {
      lines++;
      if (!skipping) {
        line(carry, 0, carried);
      }
    }
    carried = 0;
    skipping = false;
    return new PageResult(status(), bytes, lines, samples, malformed, firstMalformed, endsInLine);
  }

  private PageResult.Status status() {
    if (tooLarge) {
      return PageResult.Status.TOO_LARGE;
    }
    if (format == ExpositionFormat.OPENMETRICS) {
      if (!eof) {
        return PageResult.Status.TRUNCATED;
      }
      if (afterEof) {
        return PageResult.Status.DATA_AFTER_EOF;
      }
    }
    return PageResult.Status.COMPLETE;
  }

  /** Goes on with the line that an earlier chunk began; returns where the next one starts. */
  private int resumeLine(byte[] chunk, int from, int to) {
    int end = ByteScan.lineFeed(chunk, from, to);
    if (!skipping) {
      append(chunk, from, end);
    }
    if (end == to) {
      return to;
    }
    lines++;
    if (skipping) {
      skipping = false;
    } else {
      line(carry, 0, carried);
    }
    carried = 0;
    return end + 1;
  }

  private void carryTail(byte[] chunk, int from, int to) {
    carried = 0;
    append(chunk, from, to);
  }

  /** Keeps a part of a line while it may be wanted, and skips the line once it cannot be. */
  private void append(byte[] chunk, int from, int to) {
    int length = to - from;
    if (carried + length > limits.maxLineBytes()) {
      giveUpLine(chunk, from);
      return;
    }
    if (carried + length > carry.length) {
      int capacity = Math.max(carried + length, Math.min(carry.length * 2, limits.maxLineBytes()));
      carry = Arrays.copyOf(carry, capacity);
    }
    System.arraycopy(chunk, from, carry, carried, length);
    carried += length;
    if (carried > 0 && !mayMatter(carry, 0, carried)) {
      skipRest();
    }
  }

  /** A line over the limit is malformed when its start shows it to be wanted. */
  private void giveUpLine(byte[] chunk, int from) {
    boolean candidate =
        carried > 0
            ? mayMatter(carry, 0, carried) && carry[0] != '#'
            : mayMatter(chunk, from, from + limits.maxLineBytes()) && chunk[from] != '#';
    if (candidate) {
      reportMalformed(lines + 1, MalformedLine.TOO_LONG);
    }
    skipRest();
  }

  private void skipRest() {
    if (eof) {
      afterEof = true;
    }
    carried = 0;
    skipping = true;
  }

  private boolean mayMatter(byte[] line, int from, int to) {
    byte first = line[from];
    if (first == '#') {
      return to - from <= EOF.length + 1;
    }
    return isBlank(first) || wanted.isPossible(line, from, to);
  }

  private void line(byte[] line, int from, int to) {
    if (from == to) {
      return;
    }
    byte first = line[from];
    if (first == '#') {
      comment(line, from, to);
      return;
    }
    int start = from;
    while (start < to && isBlank(line[start])) {
      start++;
    }
    if (eof && start < to) {
      afterEof = true;
    }
    int metric = wanted.match(line, start, to);
    if (metric != WantedMetrics.NONE) {
      wantedLine(line, start, to, metric);
    }
  }

  private void wantedLine(byte[] line, int from, int to, int metric) {
    int end = line[to - 1] == '\r' ? to - 1 : to;
    MalformedLine problem =
        to - from > limits.maxLineBytes()
            ? MalformedLine.TOO_LONG
            : reader.read(line, from + wanted.length(metric), end, metric, format);
    if (problem == null) {
      samples++;
      visitor.sample(sample);
    } else {
      reportMalformed(lines, problem);
    }
  }

  private void comment(byte[] line, int from, int to) {
    if (eof) {
      afterEof = true;
    }
    int end = line[to - 1] == '\r' ? to - 1 : to;
    if (end - from == EOF.length && Arrays.equals(line, from, end, EOF, 0, EOF.length)) {
      eof = true;
    }
  }

  private void reportMalformed(long line, MalformedLine reason) {
    malformed++;
    if (firstMalformed == 0) {
      firstMalformed = line;
    }
    visitor.malformed(line, reason);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
