package dev.flyball.controller.cluster;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts the lines of a stream together from pieces that begin and end anywhere. */
final class Lines {
  private byte[] kept = new byte[8192];
  private int length;

  /** Reads a line. */
  interface Reader<T> {
    /** Called with the bytes of one line, without its end; they are not kept. */
    T read(byte[] bytes, int from, int length);
  }

  /** What the lines that end in this piece read as; empty lines are passed over. */
  <T> List<T> add(ByteBuffer piece, Reader<T> reader) {
    int added = piece.remaining();
    if (kept.length - length < added) {
      kept = Arrays.copyOf(kept, Math.max(2 * kept.length, length + added));
    }
    piece.get(kept, length, added);
    List<T> read = new ArrayList<>(1);
    int begin = 0;
    for (int i = length; i < length + added; i++) {
      if (kept[i] == '\n') {
        if (i > begin) {
          read.add(reader.read(kept, begin, i - begin));
        }
        begin = i + 1;
      }
    }
    length = length + added - begin;
    System.arraycopy(kept, begin, kept, 0, length);
    return read;
  }
}
