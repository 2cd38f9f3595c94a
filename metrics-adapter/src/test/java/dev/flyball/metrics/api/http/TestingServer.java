package dev.flyball.metrics.api.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A handler behind TLS on loopback, and a client that speaks one version of HTTP to it. */
final class TestingServer implements AutoCloseable {
  private static final int SECONDS = 20;
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final HttpClientAgent client;

  TestingServer(Handler<HttpServerRequest> handler, HttpVersion version) {
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(TestingCertificate.create()))
            .requestHandler(handler);
    await(server.listen(0, "127.0.0.1"));
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setUseAlpn(version.equals(HttpVersion.HTTP_2))
                .setProtocolVersion(version));
  }

  /**
   * What came back.
   *
   * @param content the body without its compression
   * @param wireLength how long it was with it
   */
  record Reply(int status, HttpVersion version, MultiMap headers, Buffer content, int wireLength) {
    String text() {
      return content.toString();
    }

    byte[] body() {
      return content.getBytes();
    }

    @Nullable String header(String name) {
      return headers.get(name);
    }
  }

  /** Sends a request; headers are names and values in turn. */
  Reply send(HttpMethod method, String uri, String... namesAndValues) {
    return send(method, uri, pairs(namesAndValues));
  }

  private static List<List<String>> pairs(String... namesAndValues) {
    List<List<String>> pairs = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      pairs.add(List.of(namesAndValues[i], namesAndValues[i + 1]));
    }
    return pairs;
  }

  /** Sends a request with headers in this order, names possibly repeated. */
  Reply send(HttpMethod method, String uri, List<List<String>> headers) {
    RequestOptions options =
        new RequestOptions()
            .setHost("localhost")
            .setPort(server.actualPort())
            .setMethod(method)
            .setURI(uri)
            .setTimeout(TimeUnit.SECONDS.toMillis(SECONDS));
    return await(client.request(options).compose(request -> exchange(request, headers)));
  }

  private static Future<Reply> exchange(HttpClientRequest request, List<List<String>> headers) {
    headers.forEach(header -> request.headers().add(header.get(0), header.get(1)));
    return request
        .send()
        .compose(
            response ->
                response
                    .body()
                    .map(
                        body ->
                            new Reply(
                                response.statusCode(),
                                response.version(),
                                response.headers(),
                                plain(body, response.getHeader("content-encoding")),
                                body.length())));
  }

  private static Buffer plain(Buffer body, @Nullable String encoding) {
    if (encoding == null || body.length() == 0) {
      return body;
    }
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body.getBytes()))) {
      return Buffer.buffer(gzip.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
