package dev.flyball.metrics.source.promql;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file that is replaced from time to time, such as a token that a kubelet renews.
 * It is read again when it is older than a few seconds, never on an event loop's thread. Owned by
 * one context.
 */
final class FileSecret {
  private static final long KEEP_MILLIS = 5_000;

  private final Vertx vertx;
  private final InstantSource clock;
  private final String path;
  private @Nullable Future<Buffer> content;
  private long readAt;

  FileSecret(Vertx vertx, InstantSource clock, String path) {
    this.vertx = vertx;
    this.clock = clock;
    this.path = path;
  }

  String path() {
    return path;
  }

  /** The content; fails with words that name the file. */
  Future<Buffer> content() {
    long now = clock.millis();
    Future<Buffer> known = content;
    boolean fresh = known != null && !known.failed() && now - readAt < KEEP_MILLIS;
    if (known != null && fresh) {
      return known;
    }
    readAt = now;
    Future<Buffer> read = vertx.fileSystem().readFile(path);
    content = read;
    return read;
  }

  /** Reads the file anew the next time, as when the server has refused its content. */
  void expire() {
    content = null;
  }
}
