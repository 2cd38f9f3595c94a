package dev.flyball.benchmarks.rig;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * Requests to a cluster of this process before a controller is started against it. An API server
 * that has never served anybody is slower by some 200 ms at the first ones than one that is in use,
 * as it is where a controller starts.
 */
final class WarmUp {
  private static final int ROUNDS = 100;

  /**
   * What a controller reads at its start; metrics.k8s.io has no pages and is asked by namespace.
   */
  private static final List<String> PATHS =
      List.of(
          "/api/v1/configmaps?limit=500&labelSelector=flyball.dev%2Ftype%3Dpolicy",
          "/api/v1/pods?limit=500",
          "/api/v1/nodes?limit=500",
          "/apis/apps/v1/deployments?limit=500",
          "/apis/metrics.k8s.io/v1beta1/namespaces/NAMESPACE/pods");

  private WarmUp() {}

  /**
   * Asks for the first pages of what a controller reads, a hundred times each.
   *
   * @param namespace where usage of pods is asked for
   * @throws RigException where the cluster does not answer
   */
  static void of(String url, String namespace) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (int i = 0; i < ROUNDS; i++) {
        for (String path : PATHS) {
          ask(http, url + path.replace("NAMESPACE", namespace));
        }
      }
    }
  }

  private static void ask(HttpClient http, String uri) {
    try {
      int status =
          http.send(
                  HttpRequest.newBuilder(URI.create(uri)).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();
      if (status != 200) {
        throw new RigException(uri + " answered " + status);
      }
    } catch (IOException e) {
      throw new RigException(uri + " cannot be read: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted");
    }
  }
}
