package dev.flyball.metrics.api.http;

import dev.flyball.metrics.api.Admission;
import dev.flyball.metrics.api.Admission.Verdict;
import dev.flyball.metrics.api.Caller;
import dev.flyball.metrics.api.MetricsProvider;
import dev.flyball.metrics.api.RequestAttributes;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The aggregated API server of the metrics APIs: {@code external.metrics.k8s.io/v1beta1} and {@code
 * custom.metrics.k8s.io/v1beta2} and {@code v1beta1}, with discovery, OpenAPI and probes, and
 * groups of objects that others provide.
 *
 * <p>One handler serves any number of servers and event loops. It neither reads bodies nor blocks;
 * a request is answered on the context that it came on. Every request but those of probes passes
 * {@link Admission} before anything about its path is told.
 */
public final class MetricsApi implements Handler<HttpServerRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsApi.class);
  private final Admission admission;
  private final Responder responder = new Responder();
  private final MetricsApiSettings settings;
  private final DocumentEndpoints documents;
  private final MetricEndpoints metrics;
  private final ObjectEndpoints objects;

  /**
   * Serves the values of a provider to those whom an admission lets in.
   *
   * @param clock tells how old a catalog of metrics is
   */
  public MetricsApi(
      MetricsProvider provider, Admission admission, Clock clock, MetricsApiSettings settings) {
    this.admission = admission;
    this.settings = settings;
    this.documents = new DocumentEndpoints(provider, clock, settings);
    this.metrics = new MetricEndpoints(provider, settings.fallback());
    this.objects = new ObjectEndpoints(settings.objects());
  }

  @Override
  public void handle(HttpServerRequest request) {
    Exchange exchange = new Exchange(request, responder);
    exchange.guarded(() -> handle(exchange));
  }

  private void handle(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    RequestInfo info = RequestInfo.of(request.path(), request.query());
    if (info == null) {
      String path = request.path() == null ? "" : request.path();
      RequestAttributes unreadable = RequestAttributes.nonResource("get", path);
      admitted(exchange, unreadable, caller -> exchange.error(ApiErrors.badEscape()));
      return;
    }
    ApiPath path = ApiPath.of(info.segments(), settings.served());
    if (path instanceof ApiPath.Health(String name)) {
      health(exchange, name, info.query().has("verbose"));
      return;
    }
    admitted(
        exchange,
        info.attributes(request.method()),
        caller -> answer(exchange, path, info, caller));
  }

  private void admitted(Exchange exchange, RequestAttributes attributes, Consumer<Caller> next) {
    exchange.then(
        admission.admit(exchange.request(), attributes),
        verdict -> {
          switch (verdict) {
            case Verdict.Allowed(Caller caller) -> next.accept(caller);
            case Verdict.Unauthenticated(String reason) -> {
              LOG.debug("{} {}: {}", attributes.verb(), attributes.path(), reason);
              exchange.error(ApiErrors.unauthorized());
            }
            case Verdict.Forbidden(Caller caller, String reason) ->
                exchange.error(ApiErrors.forbidden(attributes, caller, reason));
          }
        });
  }

  private void answer(Exchange exchange, ApiPath path, RequestInfo info, Caller caller) {
    QueryParameters query = info.query();
    HttpMethod method = exchange.request().method();
    boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    // What may not be written says so itself, and where to write instead.
    boolean judged = path instanceof ApiPath.Unknown || path instanceof ApiPath.Objects;
    if (!reads && !judged) {
      exchange.request().response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      exchange.error(ApiErrors.method(method.name()));
      return;
    }
    switch (path) {
      case ApiPath.Objects(String group) ->
          objects.answer(exchange, group, info.attributes(method), query);
      case ApiPath.External external -> metrics.external(exchange, external, query, caller);
      case ApiPath.Custom custom -> metrics.custom(exchange, custom, query);
      case ApiPath.GroupList list -> documents.groupList(exchange);
      case ApiPath.Resources(var version) -> documents.resources(exchange, version);
      case ApiPath.OpenApiV3(var version) ->
          documents.openApiV3(exchange, version, query.value("hash"));
      case ApiPath.Root root -> documents.plain(exchange, documents.fixed().root());
      case ApiPath.Version version -> documents.plain(exchange, documents.fixed().version());
      case ApiPath.Group(String group) -> documents.plain(exchange, documents.fixed().group(group));
      case ApiPath.OpenApiV2 v2 -> documents.plain(exchange, documents.fixed().openApiV2());
      case ApiPath.OpenApiV3Index index ->
          documents.plain(exchange, documents.fixed().openApiV3Index());
      case ApiPath.Unknown unknown -> exchange.error(ApiErrors.noSuchPath());
      case ApiPath.Health(String name) -> health(exchange, name, false);
    }
  }

  /** Alive is who answers; ready is whoever the settings say is. */
  private void health(Exchange exchange, String name, boolean verbose) {
    boolean well = !name.equals("readyz") || settings.ready().getAsBoolean();
    String text = well && !verbose ? "ok" : name + " check " + (well ? "passed\n" : "failed\n");
    responder.text(exchange.request(), well ? 200 : 500, text);
  }
}
