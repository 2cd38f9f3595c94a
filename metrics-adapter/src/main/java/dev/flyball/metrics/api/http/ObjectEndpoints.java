package dev.flyball.metrics.api.http;

import dev.flyball.metrics.api.ObjectForm;
import dev.flyball.metrics.api.ObjectProvider;
import dev.flyball.metrics.api.ObjectReply;
import dev.flyball.metrics.api.ObjectRequest;
import dev.flyball.metrics.api.RequestAttributes;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers for groups of objects. */
final class ObjectEndpoints {
  private static final List<String> MEDIA_TYPES = List.of("application/json");
  private final Map<String, ObjectProvider> providers = new LinkedHashMap<>();

  ObjectEndpoints(List<ObjectProvider> providers) {
    providers.forEach(provider -> this.providers.put(provider.group().group(), provider));
  }

  void answer(
      Exchange exchange, String group, RequestAttributes attributes, QueryParameters query) {
    ObjectProvider provider = providers.get(group);
    ObjectForm form = form(Responder.accept(exchange.request()));
    if (provider == null) {
      exchange.error(ApiErrors.noSuchPath());
    } else if (form == null) {
      exchange.error(ApiErrors.notAcceptable(MEDIA_TYPES));
    } else {
      exchange.then(
          provider.answer(new ObjectRequest(attributes, form, query::value)),
          reply -> {
            switch (reply) {
              case ObjectReply.Json(byte[] body) ->
                  exchange
                      .responder()
                      .values(exchange.request(), ObjectFormat.JSON, sink -> sink.add(body));
              case ObjectReply.Failed(var status) -> exchange.error(status);
              case ObjectReply.Watch(var follow) -> follow(exchange, follow);
            }
          });
    }
  }

  /** Clients wait for the head, which comes before the first event. */
  private static void follow(Exchange exchange, Consumer<HttpServerResponse> follow) {
    HttpServerResponse response = exchange.request().response();
    if (response.closed()) {
      return;
    }
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, private");
    response.putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPES.getFirst());
    if (exchange.request().method().equals(HttpMethod.HEAD)) {
      response.end();
      return;
    }
    response.setChunked(true).writeHead();
    follow.accept(response);
  }

  /** The form that a client likes best; null where it takes no JSON. */
  private static @Nullable ObjectForm form(String accept) {
    if (accept.isEmpty()) {
      return ObjectForm.Object;
    }
    for (MediaRange range : MediaRange.parse(accept)) {
      if (!range.covers("application", "json")) {
        continue;
      }
      if (range.isPlain()) {
        return ObjectForm.Object;
      }
      if (range.asksFor("Table", "meta.k8s.io", "v1")) {
        return ObjectForm.Table;
      }
      if (range.asksFor("PartialObjectMetadata", "meta.k8s.io", "v1")
          || range.asksFor("PartialObjectMetadataList", "meta.k8s.io", "v1")) {
        return ObjectForm.Metadata;
      }
    }
    return null;
  }
}
