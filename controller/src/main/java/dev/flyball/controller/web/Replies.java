package dev.flyball.controller.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;

/** Ends requests, all in the same way. */
final class Replies {
  private Replies() {}

  /** What every answer has: nothing of it is kept, guessed at, or shown in somebody else's page. */
  static void headers(RoutingContext c) {
    c.response()
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
    c.next();
  }

  /**
   * An answer.
   *
   * @param status its status
   * @param json its body
   */
  record Reply(int status, String json) {
    static Reply of(String json) {
      return new Reply(200, json);
    }

    static Reply error(int status, String message) {
      return new Reply(status, PolicyJson.error(message));
    }
  }

  /**
   * Answers with what is made of something that the loop gives. It is made on a worker: the loop
   * has better things to do.
   */
  static <T> void later(RoutingContext c, Future<T> given, Function<T, Reply> made) {
    Context own = c.vertx().getOrCreateContext();
    given
        .onFailure(error -> own.runOnContext(v -> c.fail(error)))
        .onSuccess(
            value ->
                own.executeBlocking(() -> made.apply(value), false)
                    .onFailure(c::fail)
                    .onSuccess(reply -> send(c, reply)));
  }

  private static void send(RoutingContext c, Reply reply) {
    HttpServerResponse response = c.response().setStatusCode(reply.status());
    response.putHeader("Content-Type", "application/json");
    if (c.request().method().equals(HttpMethod.HEAD)) {
      int length = reply.json().getBytes(StandardCharsets.UTF_8).length;
      response.putHeader("Content-Length", String.valueOf(length)).end();
    } else {
      response.end(reply.json());
    }
  }

  static void json(RoutingContext c, String text) {
    send(c, Reply.of(text));
  }

  /** Leaves the body out where the other side has it by this tag. */
  static void jsonUnlessKnown(RoutingContext c, String tag, Supplier<String> text) {
    c.response().putHeader("ETag", tag);
    if (tag.equals(c.request().getHeader("If-None-Match"))) {
      c.response().setStatusCode(304).end();
    } else {
      json(c, text.get());
    }
  }

  static void error(RoutingContext c, int status, String message) {
    send(c, Reply.error(status, message));
  }
}
