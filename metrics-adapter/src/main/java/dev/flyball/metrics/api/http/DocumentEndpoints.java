package dev.flyball.metrics.api.http;

import dev.flyball.metrics.api.MetricsProvider;
import dev.flyball.metrics.api.discovery.ServedVersion;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Answers for discovery, OpenAPI, and the other documents. */
final class DocumentEndpoints {
  private static final List<String> JSON_ONLY = List.of("application/json");
  private final StaticDocuments fixed;
  private final CatalogCache catalog;
  private final Clock clock;

  DocumentEndpoints(MetricsProvider provider, Clock clock, MetricsApiSettings settings) {
    this.fixed = new StaticDocuments(settings.served(), settings.version());
    this.catalog = new CatalogCache(provider, settings.served(), clock);
    this.clock = clock;
  }

  StaticDocuments fixed() {
    return fixed;
  }

  /** A document that there is in JSON only. */
  void plain(Exchange exchange, Document document) {
    if (DiscoveryFormat.acceptsJson(Responder.accept(exchange.request()))) {
      exchange.responder().document(exchange.request(), document);
    } else {
      exchange.error(ApiErrors.notAcceptable(JSON_ONLY));
    }
  }

  void groupList(Exchange exchange) {
    DiscoveryFormat format = DiscoveryFormat.negotiate(Responder.accept(exchange.request()));
    if (format == null || format == DiscoveryFormat.GROUP_LIST) {
      plain(exchange, fixed.groupList());
      return;
    }
    exchange.then(
        catalog.documents(),
        documents ->
            exchange.responder().document(exchange.request(), documents.aggregated(format)));
  }

  void resources(Exchange exchange, ServedVersion version) {
    exchange.then(catalog.documents(), documents -> plain(exchange, documents.resources(version)));
  }

  /** With the right hash it may be kept for ever; with an old one there is a newer document. */
  void openApiV3(Exchange exchange, ServedVersion version, String hash) {
    Document document = fixed.openApiV3(version);
    var response = exchange.request().response();
    if (hash.equals(document.hash())) {
      response
          .putHeader(HttpHeaders.CACHE_CONTROL, "public, immutable")
          .putHeader(HttpHeaders.EXPIRES, inAYear());
    } else if (!hash.isEmpty()) {
      String path = "/openapi/v3/apis/" + version.groupVersion() + "?hash=" + document.hash();
      response.setStatusCode(301).putHeader(HttpHeaders.LOCATION, path).end();
      return;
    }
    plain(exchange, document);
  }

  private String inAYear() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        clock.instant().atOffset(ZoneOffset.UTC).plusYears(1));
  }
}
