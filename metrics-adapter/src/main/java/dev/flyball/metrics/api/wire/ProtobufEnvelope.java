package dev.flyball.metrics.api.wire;

/** What goes around every object in protobuf: {@code runtime.Unknown} after four magic bytes. */
final class ProtobufEnvelope {
  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int TYPE_META = 1;
  private static final int RAW = 2;

  private ProtobufEnvelope() {}

  /** Begins an object; {@link ProtobufSink#close} with what this returns ends it. */
  static int open(ByteSink out, String apiVersion, String kind) {
    out.add(MAGIC);
    int type = ProtobufSink.open(out, TYPE_META);
    ProtobufSink.string(out, 1, apiVersion);
    ProtobufSink.string(out, 2, kind);
    ProtobufSink.close(out, type);
    return ProtobufSink.open(out, RAW);
  }
}
