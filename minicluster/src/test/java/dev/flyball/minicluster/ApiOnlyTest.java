package dev.flyball.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.minicluster.api.ApiException;
import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceCatalog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API behind which nothing acts, and groups that another server answers for. */
class ApiOnlyTest {
  private Minicluster cluster;

  @BeforeEach
  void start() {
    cluster = Minicluster.builder().apiOnly().build().start();
    cluster.namespace("shop");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(cluster.url() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void objectsStayAsTheyAreWritten() throws Exception {
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: app, image: web:1}]}
        """);
    cluster
        .objects()
        .update(
            ResourceCatalog.DEPLOYMENTS,
            "shop",
            "web",
            ObjectApi.Part.STATUS,
            tree -> {
              Json.child(tree, "status").put("replicas", 7);
              return tree;
            });
    cluster.awaitIdle();
    assertThat(cluster.pods("shop")).isEmpty();
    assertThat(get("/apis/apps/v1/namespaces/shop/deployments/web").body())
        .contains("\"replicas\":7");
    assertThat(get("/api/v1/nodes").body()).contains("\"items\":[]");
    assertThat(get("/api/v1/namespaces/kube-system").statusCode()).isEqualTo(200);
  }

  @Test
  void anotherServerAnswersForItsGroup() throws Exception {
    String path = "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/depth";
    assertThat(get(path).statusCode()).isEqualTo(404);
    cluster
        .server()
        .aggregate("external.metrics.k8s.io", request -> request.response().end(request.path()));
    assertThat(get(path).body()).isEqualTo(path);
    cluster
        .server()
        .aggregate(
            "external.metrics.k8s.io",
            request -> {
              throw new ApiException(403, "Forbidden", "not yours");
            });
    assertThat(get(path).statusCode()).isEqualTo(403);
    assertThat(get(path).body()).contains("\"reason\":\"Forbidden\"", "not yours");
  }
}
