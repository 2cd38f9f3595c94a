package dev.flyball.controller.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The API server of a kubeconfig, or below a path of it a service that it leads to. */
final class ApiServer implements Connection {
  private static final long TIMEOUT_SECONDS = 10;

  private final KubernetesClient client;
  private final String base;
  private final String prefix;

  /** The API server itself. */
  ApiServer(Config config) {
    this(new KubernetesClientBuilder().withConfig(config).build(), "");
  }

  private ApiServer(KubernetesClient client, String prefix) {
    this.client = client;
    this.prefix = prefix;
    String url = client.getMasterUrl().toString();
    this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** A service, through the same connection; closing either closes both. */
  ApiServer service(String namespace, String name, int port) {
    String path = "/api/v1/namespaces/" + namespace + "/services/" + name + ":" + port + "/proxy";
    return new ApiServer(client, path);
  }

  @Override
  public Answer get(String path) throws IOException {
    HttpResponse<String> response = send(request(path).build(), String.class);
    return new Answer(response.code(), response.body() == null ? "" : response.body());
  }

  @Override
  public InputStream stream(String path, Optional<String> lastEventId) throws IOException {
    HttpRequest.Builder request = request(path);
    lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
    HttpResponse<InputStream> response = send(request.build(), InputStream.class);
    if (response.code() != 200) {
      throw new IOException("status " + response.code());
    }
    return response.body();
  }

  private HttpRequest.Builder request(String path) {
    return client.getHttpClient().newHttpRequestBuilder().uri(base + prefix + path);
  }

  private <T> HttpResponse<T> send(HttpRequest request, Class<T> type) throws IOException {
    HttpClient http = client.getHttpClient();
    CompletableFuture<HttpResponse<T>> sent = http.sendAsync(request, type);
    try {
      return sent.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(ClusterAccess.reason(e), e);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + TIMEOUT_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public String where() {
    return base + prefix;
  }

  @Override
  public void close() {
    client.close();
  }
}
