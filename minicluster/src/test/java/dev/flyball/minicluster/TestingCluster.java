package dev.flyball.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.BooleanSupplier;

/** A started minicluster with a client that does not retry. */
final class TestingCluster implements AutoCloseable {
  final Minicluster cluster;
  final KubernetesClient client;
  private final HttpClient http = HttpClient.newHttpClient();

  TestingCluster(MiniclusterBuilder builder) {
    cluster = builder.build().start();
    Config config = Config.fromKubeconfig(cluster.kubeconfig());
    config.setRequestRetryBackoffLimit(0);
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  /**
   * A Deployment of namespace shop, its pods labelled {@code app: name}, asking for 100m and 64Mi
   * each.
   */
  static String deployment(String name, int replicas) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: NAME, namespace: shop}
        spec:
          replicas: REPLICAS
          selector: {matchLabels: {app: NAME}}
          template:
            metadata: {labels: {app: NAME}}
            spec:
              containers:
              - name: main
                image: web:1
                resources: {requests: {cpu: 100m, memory: 64Mi}}
        """
        .replace("NAME", name)
        .replace("REPLICAS", Integer.toString(replicas));
  }

  HttpResponse<String> get(String pathOrUrl) throws IOException, InterruptedException {
    String url = pathOrUrl.startsWith("http") ? pathOrUrl : cluster.url() + pathOrUrl;
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> send(String method, String path, String mediaType, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(cluster.url() + path))
            .header("Content-Type", mediaType)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Waits for what sockets and threads bring, at most 20 s. */
  static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  @Override
  public void close() {
    http.close();
    client.close();
    cluster.close();
  }
}
