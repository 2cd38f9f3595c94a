package dev.flyball.metrics.api.http;

import dev.flyball.metrics.api.wire.ApiStatus;
import dev.flyball.metrics.api.wire.ByteSink;
import org.jspecify.annotations.Nullable;

/** A form in which lists of values and errors are sent. */
enum ObjectFormat {
  JSON("application/json") {
    @Override
    void write(ByteSink out, ApiStatus status) {
      status.writeJson(out);
    }
  },
  PROTOBUF("application/vnd.kubernetes.protobuf") {
    @Override
    void write(ByteSink out, ApiStatus status) {
      status.writeProtobuf(out);
    }
  };

  private final String mediaType;

  ObjectFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  abstract void write(ByteSink out, ApiStatus status);

  /**
   * The form that a client likes best; null where it likes neither.
   *
   * @param accept its Accept header; empty where it sends none
   */
  static @Nullable ObjectFormat negotiate(String accept) {
    if (accept.isEmpty()) {
      return JSON;
    }
    for (MediaRange range : MediaRange.parse(accept)) {
      if (!range.isPlain()) {
        continue;
      }
      if (range.covers("application", "json")) {
        return JSON;
      }
      if (range.covers("application", "vnd.kubernetes.protobuf")) {
        return PROTOBUF;
      }
    }
    return null;
  }
}
