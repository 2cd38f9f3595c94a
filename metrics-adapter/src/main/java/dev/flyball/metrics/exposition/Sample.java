package dev.flyball.metrics.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A wanted sample as a view of its line: labels are looked at only when asked for.
 *
 * <p>One object is reused for all samples of a parser. Valid during {@link SampleVisitor#sample}.
 */
public final class Sample {
  private static final int FIELDS = 4;

  private final WantedMetrics wanted;
  private byte[] line = new byte[0];
  private int metric;
  private double value;
  private boolean timestamped;
  private long timestampMillis;
  private int labelsFrom;
  private int labelsTo;
  // Four offsets a label: start and end of its name, start and end of its value.
  private int[] offsets = new int[FIELDS * 8];
  private int labels;

  Sample(WantedMetrics wanted) {
    this.wanted = wanted;
  }

  void start(byte[] bytes, int index) {
    line = bytes;
    metric = index;
    labels = 0;
    labelsFrom = 0;
    labelsTo = 0;
    timestamped = false;
    timestampMillis = 0;
  }

  void addLabel(int nameFrom, int nameTo, int valueFrom, int valueTo) {
    int at = labels * FIELDS;
    if (at == offsets.length) {
      offsets = Arrays.copyOf(offsets, at * 2);
    }
    offsets[at] = nameFrom;
    offsets[at + 1] = nameTo;
    offsets[at + 2] = valueFrom;
    offsets[at + 3] = valueTo;
    labels++;
  }

  void labelRange(int from, int to) {
    labelsFrom = from;
    labelsTo = to;
  }

  void value(double number) {
    value = number;
  }

  void timestamp(long millis) {
    timestamped = true;
    timestampMillis = millis;
  }

  /** Index of the metric among the wanted ones. */
  public int metric() {
    return metric;
  }

  /** Name of the metric. */
  public String name() {
    return wanted.names().get(metric);
  }

  /** The value; NaN and infinities included. */
  public double value() {
    return value;
  }

  /** Whether the page gives the sample a timestamp of its own. */
  public boolean hasTimestamp() {
    return timestamped;
  }

  /** The page's timestamp in epoch milliseconds; 0 without one. */
  public long timestampMillis() {
    return timestampMillis;
  }

  /** The number of labels. */
  public int labelCount() {
    return labels;
  }

  /** Name of a label. Allocates. */
  public String labelName(int label) {
    return text(offsets[label * FIELDS], offsets[label * FIELDS + 1]);
  }

  /** Value of a label, unescaped. Allocates. */
  public String labelValue(int label) {
    return unescape(text(offsets[label * FIELDS + 2], offsets[label * FIELDS + 3]));
  }

  /** Value of the label with this name, or null. Allocates when found. */
  public @Nullable String label(String name) {
    for (int i = 0; i < labels; i++) {
      if (labelName(i).equals(name)) {
        return labelValue(i);
      }
    }
    return null;
  }

  /**
   * A hash of the labels as the page writes them, equal from scrape to scrape: tells the series of
   * one metric apart without keeping their labels.
   */
  public long labelsHash() {
    return ByteScan.hash(line, labelsFrom, labelsTo);
  }

  /**
   * Whether a label has this value, without allocation. As in PromQL, an absent label is an empty
   * one.
   *
   * @param escaped the value as a page writes it, in the escaping of {@link #escape}
   */
  boolean labelIs(byte[] name, byte[] escaped) {
    for (int i = 0; i < labels; i++) {
      int at = i * FIELDS;
      if (Arrays.equals(line, offsets[at], offsets[at + 1], name, 0, name.length)) {
        return Arrays.equals(line, offsets[at + 2], offsets[at + 3], escaped, 0, escaped.length);
      }
    }
    return escaped.length == 0;
  }

  private String text(int from, int to) {
    return new String(line, from, to - from, StandardCharsets.UTF_8);
  }

  /** The form in which pages write a label's value: backslash, quote and line feed escaped. */
  static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** Undoes {@link #escape}; a backslash before anything else stands for itself. */
  static String unescape(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    StringBuilder text = new StringBuilder(value.length());
    int at = 0;
    while (at < value.length()) {
      char c = value.charAt(at++);
      char next = c == '\\' && at < value.length() ? value.charAt(at) : 0;
      if (next == '\\' || next == '"' || next == 'n') {
        text.append(next == 'n' ? '\n' : next);
        at++;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
