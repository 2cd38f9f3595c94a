package dev.flyball.core.decide;

import java.util.Arrays;

/**
 * Numbers in few bytes: one for what is between -64 and 63, ten at most. They are read in the order
 * in which they were written.
 *
 * <p>Mutable and reused; owned by one thread. Allocates only while it grows.
 */
public final class PackedRow {
  private static final int PAYLOAD_BITS = 7;
  private static final int MORE = 1 << PAYLOAD_BITS;

  private byte[] bytes = new byte[64];
  private int size;
  private int position;

  /** Empties it. */
  public PackedRow clear() {
    size = 0;
    position = 0;
    return this;
  }

  /** Writes a number. */
  public void put(long number) {
    // Zigzag: small numbers of either sign become small ones without.
    long rest = (number << 1) ^ (number >> 63);
    while ((rest & -MORE) != 0) {
      put((byte) ((rest & (MORE - 1)) | MORE));
      rest >>>= PAYLOAD_BITS;
    }
    put((byte) rest);
  }

  /** Writes a byte that {@link #byteAt} of another row gave. */
  public void put(byte value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, size * 2);
    }
    bytes[size++] = value;
  }

  /** Reads the next number. */
  public long next() {
    long rest = 0;
    int shift = 0;
    byte read = next(shift);
    while (read < 0) {
      rest |= (long) (read & (MORE - 1)) << shift;
      shift += PAYLOAD_BITS;
      read = next(shift);
    }
    rest |= (long) read << shift;
    return (rest >>> 1) ^ -(rest & 1);
  }

  private byte next(int shift) {
    if (position == size || shift > Long.SIZE) {
      throw new IllegalStateException("the row ends before its last number");
    }
    return bytes[position++];
  }

  /** Reads the next number as an int. */
  public int nextInt() {
    return Math.toIntExact(next());
  }

  /** Length in bytes. */
  public int size() {
    return size;
  }

  /** One of its bytes. */
  public byte byteAt(int index) {
    return bytes[index];
  }
}
