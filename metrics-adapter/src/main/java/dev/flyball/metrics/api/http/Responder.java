package dev.flyball.metrics.api.http;

import dev.flyball.metrics.api.wire.ApiStatus;
import dev.flyball.metrics.api.wire.ByteSink;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends answers: status, headers, and a body unless the request is a HEAD. Bodies are written to an
 * array that each thread keeps, and copied once to the size that they have.
 */
final class Responder {
  private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache, private");
  private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("x-content-type-options");
  private static final int MOST_KEPT = 1 << 20;
  private final ThreadLocal<ByteSink> sinks = ThreadLocal.withInitial(ByteSink::new);

  /** Sends values that are written by a function. */
  void values(HttpServerRequest request, ObjectFormat format, Consumer<ByteSink> writer) {
    ByteSink sink = sinks.get();
    sink.clear();
    writer.accept(sink);
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE);
    if (sink.length() > Gzip.THRESHOLD && acceptsGzip(request)) {
      gzipped(response);
      byte[] compressed = Gzip.compress(sink.array(), sink.length());
      send(request, 200, format.mediaType(), Buffer.buffer(compressed));
    } else {
      send(request, 200, format.mediaType(), copy(sink));
    }
    if (sink.capacity() > MOST_KEPT) {
      sinks.remove();
    }
  }

  /** Sends an error in the form that the client likes best, or in JSON where it likes neither. */
  void error(HttpServerRequest request, ApiStatus status) {
    ObjectFormat negotiated = ObjectFormat.negotiate(accept(request));
    ObjectFormat format = negotiated == null ? ObjectFormat.JSON : negotiated;
    ByteSink sink = sinks.get();
    sink.clear();
    format.write(sink, status);
    request
        .response()
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE)
        .putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
    send(request, status.code(), format.mediaType(), copy(sink));
  }

  /** Sends a document, or 304 to a client that has it. */
  void document(HttpServerRequest request, Document document) {
    HttpServerResponse response = request.response();
    response
        .putHeader(HttpHeaders.ETAG, document.etag())
        .putHeader(HttpHeaders.VARY, "Accept, Accept-Encoding");
    String held = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    if (held != null && document.isHeldBy(held)) {
      response.setStatusCode(304).end();
      return;
    }
    boolean compress = document.isWorthCompressing() && acceptsGzip(request);
    if (compress) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
    }
    send(request, 200, document.contentType(), Buffer.buffer(document.bytes(compress)));
  }

  /** Sends a line of text, for probes. */
  void text(HttpServerRequest request, int status, String text) {
    request
        .response()
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE)
        .putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
    send(request, status, "text/plain; charset=utf-8", Buffer.buffer(text));
  }

  /** Sends what another server said. */
  void passOn(HttpServerRequest request, int status, String contentType, Buffer body) {
    request.response().putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE);
    send(request, status, contentType, body);
  }

  private static void send(HttpServerRequest request, int status, String contentType, Buffer body) {
    HttpServerResponse response = request.response();
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, contentType);
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length())).end();
    } else {
      response.end(body);
    }
  }

  private static Buffer copy(ByteSink sink) {
    return Buffer.buffer(sink.length()).appendBytes(sink.array(), 0, sink.length());
  }

  private static void gzipped(HttpServerResponse response) {
    response
        .putHeader(HttpHeaders.CONTENT_ENCODING, GZIP)
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
  }

  private static boolean acceptsGzip(HttpServerRequest request) {
    @Nullable String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    return accepted != null && Gzip.accepts(accepted);
  }

  /** The Accept header; empty where there is none. */
  static String accept(HttpServerRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept == null ? "" : accept;
  }
}
