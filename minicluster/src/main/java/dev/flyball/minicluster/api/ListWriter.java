package dev.flyball.minicluster.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Iterator;

/**
 * Writes a long answer piece by piece, as fast as the client reads. Runs on the event loop of the
 * request.
 */
final class ListWriter {
  private static final int PIECE = 64 * 1024;

  private final HttpServerResponse response;
  private final Iterator<byte[]> items;
  private final String tail;
  private boolean first = true;

  private ListWriter(HttpServerResponse response, Iterator<byte[]> items, String tail) {
    this.response = response;
    this.items = items;
    this.tail = tail;
  }

  /** Writes head, the items with commas between them, and tail, then ends the response. */
  static void write(HttpServerResponse response, String head, Iterator<byte[]> items, String tail) {
    response.setChunked(true);
    var writer = new ListWriter(response, items, tail);
    writer.pump(Buffer.buffer(head));
  }

  private void pump(Buffer begun) {
    Buffer piece = begun;
    while (items.hasNext()) {
      if (!first) {
        piece.appendByte((byte) ',');
      }
      first = false;
      piece.appendBytes(items.next());
      if (piece.length() >= PIECE) {
        if (response.closed()) {
          return;
        }
        response.write(piece);
        piece = Buffer.buffer(PIECE + 4096);
        if (response.writeQueueFull()) {
          response.drainHandler(v -> pump(Buffer.buffer(PIECE + 4096)));
          return;
        }
      }
    }
    if (!response.closed()) {
      response.end(piece.appendString(tail));
    }
  }
}
