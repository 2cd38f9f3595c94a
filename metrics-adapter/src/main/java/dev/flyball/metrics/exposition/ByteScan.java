package dev.flyball.metrics.exposition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches and hashes of bytes, eight at a time. */
final class ByteScan {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long LINE_FEEDS = LOW_BITS * '\n';
  private static final long QUOTES = LOW_BITS * '"';
  private static final long BACKSLASHES = LOW_BITS * '\\';
  // The odd constants of MurmurHash3's 64-bit finalizer.
  private static final long MIX_1 = 0xff51_afd7_ed55_8ccdL;
  private static final long MIX_2 = 0xc4ce_b9fe_1a85_ec53L;

  private ByteScan() {}

  /** The eight bytes from {@code at}, the first one lowest. */
  static long word(byte[] bytes, int at) {
    return (long) WORDS.get(bytes, at);
  }

  /** Index of the first line feed in a range, or {@code to}. */
  static int lineFeed(byte[] bytes, int from, int to) {
    int at = from;
    for (int last = to - 8; at <= last; at += 8) {
      long zeroes = word(bytes, at) ^ LINE_FEEDS;
      // Marks the lowest zero byte exactly; marks above it may be false and are not looked at.
      long marks = (zeroes - LOW_BITS) & ~zeroes & HIGH_BITS;
      if (marks != 0) {
        return at + (Long.numberOfTrailingZeros(marks) >>> 3);
      }
    }
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Index of the first double quote or backslash in a range; {@code to} or beyond without one. */
  static int quoteOrBackslash(byte[] bytes, int from, int to) {
    int at = from;
    for (int last = to - 8; at <= last; at += 8) {
      long word = word(bytes, at);
      long quotes = word ^ QUOTES;
      long backslashes = word ^ BACKSLASHES;
      long marks =
          (((quotes - LOW_BITS) & ~quotes) | ((backslashes - LOW_BITS) & ~backslashes)) & HIGH_BITS;
      if (marks != 0) {
        return at + (Long.numberOfTrailingZeros(marks) >>> 3);
      }
    }
    while (at < to && bytes[at] != '"' && bytes[at] != '\\') {
      at++;
    }
    return at;
  }

  /** A 64-bit hash of a range: equal ranges have equal hashes, different ones hardly ever. */
  static long hash(byte[] bytes, int from, int to) {
    long hash = (long) to - from;
    int at = from;
    for (int last = to - 8; at <= last; at += 8) {
      hash = mix(hash ^ word(bytes, at));
    }
    long rest = 0;
    for (int shift = 0; at < to; at++, shift += 8) {
      rest |= (bytes[at] & 0xffL) << shift;
    }
    return mix(hash ^ rest);
  }

  private static long mix(long value) {
    long mixed = value;
    mixed = (mixed ^ (mixed >>> 33)) * MIX_1;
    mixed = (mixed ^ (mixed >>> 33)) * MIX_2;
    return mixed ^ (mixed >>> 33);
  }
}
