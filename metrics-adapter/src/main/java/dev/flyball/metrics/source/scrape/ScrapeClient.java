package dev.flyball.metrics.source.scrape;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/** The HTTP side of scraping: one connection a pod, kept while there are not too many. */
final class ScrapeClient {
  private static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
  private static final int IDLE_SECONDS = 60;

  private final HttpClientAgent http;
  private final int maxConnections;
  private int connections;

  ScrapeClient(Vertx vertx, ScrapeSettings settings) {
    maxConnections = settings.maxConnections();
    http =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientOptions()
                    .setTrustAll(!settings.verifyTls())
                    .setVerifyHost(settings.verifyTls())
                    .setDecompressionSupported(true)
                    .setKeepAliveTimeout(IDLE_SECONDS))
            .with(new PoolOptions().setHttp1MaxSize(1))
            .withConnectHandler(this::count)
            .build();
  }

  private void count(HttpConnection connection) {
    connections++;
    connection.closeHandler(closed -> connections--);
  }

  /** Connections that are open now. */
  int connections() {
    return connections;
  }

  /** A request for a pod's page, once there is a connection for it. */
  Future<HttpClientRequest> request(ScrapeTarget target, long timeoutMillis) {
    MultiMap headers =
        HttpHeaders.headers()
            .set(HttpHeaders.ACCEPT, ACCEPT)
            .set(HttpHeaders.ACCEPT_ENCODING, "gzip")
            .set(HttpHeaders.USER_AGENT, "flyball")
            .set("X-Prometheus-Scrape-Timeout-Seconds", seconds(timeoutMillis));
    if (connections >= maxConnections) {
      headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    return http.request(
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(target.host())
            .setPort(target.port())
            .setSsl(target.tls())
            .setURI(target.path())
            .setConnectTimeout(timeoutMillis)
            .setHeaders(headers));
  }

  private static String seconds(long millis) {
    return Double.toString(millis / 1000.0);
  }

  Future<Void> close() {
    return http.close();
  }
}
