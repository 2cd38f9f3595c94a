package dev.flyball.metrics.api.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compression of answers. */
final class Gzip {
  /**
   * Values in smaller answers are sent as they are, as API servers do: within a cluster the bytes
   * cost less than the time to compress them, which the event loop would spend.
   */
  static final int THRESHOLD = 128 * 1024;

  private Gzip() {}

  /** The first bytes of an array, compressed for speed. */
  static byte[] compress(byte[] bytes, int length) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(length / 4 + 64);
    try (FastGzip gzip = new FastGzip(compressed)) {
      gzip.write(bytes, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /** Whether a client takes gzip, by its Accept-Encoding header. */
  static boolean accepts(String acceptEncoding) {
    for (String coding : MediaRange.split(acceptEncoding, ',')) {
      int semicolon = coding.indexOf(';');
      String name = semicolon < 0 ? coding : coding.substring(0, semicolon).strip();
      if (name.equalsIgnoreCase("gzip")) {
        int q = coding.indexOf("q=", name.length());
        return q < 0 || MediaRange.quality(coding.substring(q + 2).strip()) > 0;
      }
    }
    return false;
  }
}
