package dev.flyball.metrics.api.wire;

/**
 * The wire format of protobuf, straight into bytes: fields of strings, numbers and messages.
 *
 * <p>A message is opened, filled and closed. Its length goes in front when it is closed; one byte
 * is kept free for it, which is enough for most, and larger ones are moved.
 */
final class ProtobufSink {
  private static final int VARINT = 0;
  private static final int DELIMITED = 2;

  private ProtobufSink() {}

  /** A number, unless it is 0, which is what a missing field means. */
  static void number(ByteSink out, int field, long value) {
    if (value != 0) {
      out.add((field << 3) | VARINT);
      varint(out, value);
    }
  }

  /** A string, even an empty one. */
  static void string(ByteSink out, int field, String value) {
    int start = open(out, field);
    out.add(value);
    close(out, start);
  }

  /** A string, unless it is empty. */
  static void optionalString(ByteSink out, int field, String value) {
    if (!value.isEmpty()) {
      string(out, field, value);
    }
  }

  /** Begins a message; returns what {@link #close} needs to end it. */
  static int open(ByteSink out, int field) {
    out.add((field << 3) | DELIMITED);
    out.add(0);
    return out.length();
  }

  /** Ends the message that began at a place. */
  static void close(ByteSink out, int start) {
    int length = out.length() - start;
    int more = varintSize(length) - 1;
    if (more > 0) {
      out.shift(start, more);
    }
    int rest = length;
    int at = start - 1;
    while (rest >= 0x80) {
      out.array()[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out.array()[at] = (byte) rest;
  }

  private static void varint(ByteSink out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.add((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.add((int) rest);
  }

  private static int varintSize(int value) {
    return value == 0 ? 1 : (38 - Integer.numberOfLeadingZeros(value)) / 7;
  }
}
