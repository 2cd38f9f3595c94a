package dev.flyball.metrics.api;

import dev.flyball.metrics.api.wire.ApiStatus;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;

/** What a group of objects answers. */
public sealed interface ObjectReply {
  /**
   * An object, a list or a table.
   *
   * @param body JSON in UTF-8
   */
  @SuppressWarnings("ArrayRecordComponent") // Sent once, compared never.
  record Json(byte[] body) implements ObjectReply {}

  /** An error. */
  record Failed(ApiStatus status) implements ObjectReply {}

  /**
   * Events, for as long as both sides like.
   *
   * @param follow takes the response, whose head is under way, and ends it; called on the request's
   *     context. May not replace its {@code endHandler} and {@code closeHandler}
   */
  record Watch(Consumer<HttpServerResponse> follow) implements ObjectReply {}
}
