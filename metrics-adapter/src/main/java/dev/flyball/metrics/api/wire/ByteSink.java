package dev.flyball.metrics.api.wire;

import java.util.Arrays;

/**
 * A byte array that grows as it is written and is used again and again. For one thread.
 *
 * <p>Texts become UTF-8; half of a surrogate pair becomes U+FFFD.
 */
public final class ByteSink {
  private static final int FIRST_CAPACITY = 4096;
  private static final int LONGEST_DECIMAL = 20;
  private static final int REPLACEMENT = 0xfffd;
  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int length;

  /** Forgets what was written; the array stays. */
  public void clear() {
    length = 0;
  }

  /** How many bytes are written. */
  public int length() {
    return length;
  }

  /** How many bytes the array holds before it has to grow. */
  public int capacity() {
    return bytes.length;
  }

  /** The array itself; the first {@link #length()} bytes count, until something more is written. */
  public byte[] array() {
    return bytes;
  }

  /** A copy of what is written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Appends the lowest eight bits. */
  public void add(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
  }

  /** Appends bytes. */
  public void add(byte[] more) {
    ensure(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  /** Appends a text. */
  public void add(String text) {
    ensure(3 * text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else {
        i += addBeyondAscii(text, i);
      }
    }
  }

  /** Appends the character at a place that is beyond ASCII; returns how many more chars it took. */
  int addBeyondAscii(String text, int at) {
    ensure(4);
    int point = text.codePointAt(at);
    boolean pair = Character.isSupplementaryCodePoint(point);
    if (!pair && Character.isSurrogate((char) point)) {
      point = REPLACEMENT;
    }
    if (point < 0x800) {
      bytes[length++] = (byte) (0xc0 | (point >> 6));
    } else {
      if (pair) {
        bytes[length++] = (byte) (0xf0 | (point >> 18));
        bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3f));
      } else {
        bytes[length++] = (byte) (0xe0 | (point >> 12));
      }
      bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3f));
    }
    bytes[length++] = (byte) (0x80 | (point & 0x3f));
    return pair ? 1 : 0;
  }

  /** Appends a number in decimal. */
  public void addDecimal(long number) {
    ensure(LONGEST_DECIMAL);
    if (number < 0) {
      add(Long.toString(number));
      return;
    }
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  /** Makes room for a number of bytes at a place before the end, by moving what follows it. */
  void shift(int from, int by) {
    ensure(by);
    System.arraycopy(bytes, from, bytes, from + by, length - from);
    length += by;
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
