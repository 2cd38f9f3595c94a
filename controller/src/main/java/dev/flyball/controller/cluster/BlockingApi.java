package dev.flyball.controller.cluster;

import dev.flyball.controller.moving.ClusterApi;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ObjectNode;

/** Requests of commands, which wait for each answer. */
public final class BlockingApi implements ClusterApi {
  private static final long TIMEOUT_SECONDS = 20;

  private final HttpClient http;
  private final String base;

  /** Requests to the server of this client. */
  public BlockingApi(KubernetesClient client) {
    this.http = client.getHttpClient();
    String url = client.getMasterUrl().toString();
    this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  @Override
  public Reply get(String path) {
    return send(request(path).build());
  }

  @Override
  public Reply post(String path, ObjectNode object) {
    return send(request(path).method("POST", "application/json", object.toString()).build());
  }

  @Override
  public Reply mergePatch(String path, ObjectNode patch) {
    return send(request(path).method("PATCH", ApiClient.MERGE_PATCH, patch.toString()).build());
  }

  @Override
  public Reply delete(String path, ObjectNode options) {
    return send(request(path).method("DELETE", "application/json", options.toString()).build());
  }

  private HttpRequest.Builder request(String path) {
    return http.newHttpRequestBuilder()
        .uri(base + path)
        .header("Accept", "application/json")
        .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  private Reply send(HttpRequest request) {
    try {
      HttpResponse<String> response =
          http.sendAsync(request, String.class).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return new Reply(response.code(), response.body() == null ? "" : response.body());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return new Reply(0, String.valueOf(cause.getMessage()));
    } catch (TimeoutException e) {
      return new Reply(0, "none within " + TIMEOUT_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply(0, "interrupted");
    }
  }
}
