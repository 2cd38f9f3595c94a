package dev.flyball.minicluster.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import tools.jackson.databind.JsonNode;

/** Heads and bodies of answers. */
final class Responses {
  /**
   * From this size on, answers are compressed for clients that ask for it, as the API server does.
   */
  private static final long GZIP_FROM = 128 * 1024;

  private Responses() {}

  /**
   * Sets status and media type; without the identity header the server compresses for clients that
   * accept it.
   */
  static void json(HttpServerRequest request, int status, long size) {
    HttpServerResponse response = request.response();
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    if (size < GZIP_FROM) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
    }
  }

  static void send(HttpServerRequest request, int status, byte[] body) {
    if (request.response().ended() || request.response().closed()) {
      return;
    }
    json(request, status, body.length);
    request.response().end(Buffer.buffer(body));
  }

  static void send(HttpServerRequest request, int status, JsonNode body) {
    send(request, status, Json.bytes(body));
  }

  static void text(HttpServerRequest request, int status, String body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
        .end(body);
  }
}
