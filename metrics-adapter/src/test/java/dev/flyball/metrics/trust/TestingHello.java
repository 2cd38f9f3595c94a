package dev.flyball.metrics.trust;

import java.io.ByteArrayOutputStream;

/** The first message of a client of old, which no client at hand sends any more. */
final class TestingHello {
  private static final int[] SUITES = {0xc009, 0xc00a, 0xc013, 0xc014, 0x002f, 0x0035};

  private TestingHello() {}

  /** A ClientHello whose highest version is TLS 1.1. */
  static byte[] ofTls11() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(new byte[] {3, 2});
    body.writeBytes(new byte[32]);
    body.write(0);
    body.writeBytes(new byte[] {0, (byte) (SUITES.length * 2)});
    for (int suite : SUITES) {
      body.write(suite >> 8);
      body.write(suite);
    }
    body.writeBytes(new byte[] {1, 0});
    // Curve P-256, uncompressed points.
    byte[] extensions = {0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0};
    body.writeBytes(new byte[] {0, (byte) extensions.length});
    body.writeBytes(extensions);
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(new byte[] {22, 3, 2, 0, (byte) (body.size() + 4)});
    record.writeBytes(new byte[] {1, 0, 0, (byte) body.size()});
    record.writeBytes(body.toByteArray());
    return record.toByteArray();
  }
}
