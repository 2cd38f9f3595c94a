package dev.flyball.minicluster;

import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.cluster.LoadModel;
import dev.flyball.minicluster.cluster.NodeSpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

/**
 * Prints what a large minicluster costs; run by hand: {@code ScaleMeasurement DEPLOYMENTS
 * PODS_EACH}.
 */
final class ScaleMeasurement {
  private ScaleMeasurement() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int deployments = Integer.parseInt(arguments[0]);
    int pods = Integer.parseInt(arguments[1]);
    var nodes =
        NodeSpec.arm64("node").size(200_000, 1L << 40, 1000).times(deployments * pods / 900 + 1);
    try (Minicluster cluster =
            Minicluster.builder().virtualTime(Instant.now()).nodes(nodes).build().start();
        HttpClient http = HttpClient.newHttpClient()) {
      cluster.namespace("shop");
      cluster.cluster().synthetic().defaultLoad(LoadModel.perPod(70, 64L << 20, 10));
      long begin = System.nanoTime();
      for (int i = 0; i < deployments; i++) {
        cluster.apply(TestingCluster.deployment("web-" + i, pods));
      }
      cluster.awaitIdle();
      print("created and ready, s", seconds(begin));
      System.out.println(
          "pods ready: " + cluster.pods("shop").stream().filter(p -> p.pod().ready()).count());
      cluster.advance(Duration.ofSeconds(15));
      printHeap("with the window of changes");
      for (int round = 0; round < 3; round++) {
        get(http, cluster.url() + "/api/v1/pods");
        get(http, cluster.url() + "/apis/metrics.k8s.io/v1beta1/pods");
        chunks(http, cluster.url() + "/api/v1/pods?limit=500");
      }
      cluster.objects().store().compact(ResourceCatalog.PODS);
      printHeap("without it");
    }
  }

  private static void chunks(HttpClient http, String url) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    String next = "";
    int requests = 0;
    do {
      var request = HttpRequest.newBuilder(URI.create(url + next)).build();
      String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      int at = body.indexOf("\"continue\":\"");
      next = at < 0 ? "" : "&continue=" + body.substring(at + 12, body.indexOf('"', at + 12));
      requests++;
    } while (!next.isEmpty());
    print(url + ": " + requests + " requests, s", seconds(begin));
  }

  private static void get(HttpClient http, String url) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    var request = HttpRequest.newBuilder(URI.create(url)).build();
    long bytes = 0;
    try (InputStream body = http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
      byte[] buffer = new byte[1 << 16];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        bytes += n;
      }
    }
    print(url + ": " + bytes + " bytes, s", seconds(begin));
  }

  @SuppressWarnings("SystemGc") // The heap that is in use is what is measured.
  private static void printHeap(String when) {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    System.out.println(
        "heap " + when + ", MiB: " + ((runtime.totalMemory() - runtime.freeMemory()) >> 20));
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }

  private static void print(String what, double value) {
    System.out.printf("%s: %.2f%n", what, value);
  }
}
