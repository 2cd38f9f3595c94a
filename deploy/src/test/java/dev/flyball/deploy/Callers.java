package dev.flyball.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Who calls a controller in a cluster, on one thread: HPAs that ask the metrics APIs through the
 * API server, far more often than they do; the kubelet's probes; Prometheus; a person who looks.
 */
final class Callers implements AutoCloseable {
  /** 20 requests a second to the metrics APIs; ten HPAs would send less than one. */
  private static final long STEP_MILLIS = 50;

  private final HttpClient plain = HttpClient.newHttpClient();
  private final HttpClient secure;
  private final URI web;
  private final URI api;
  private final List<String> problems = new ArrayList<>();
  private int answers;

  Callers(int webPort, int apiPort) throws GeneralSecurityException {
    this.web = URI.create("http://127.0.0.1:" + webPort);
    this.api = URI.create("https://127.0.0.1:" + apiPort);
    this.secure = HttpClient.newBuilder().sslContext(TrustsAll.context()).build();
  }

  /** Calls for so long. */
  void call(Duration time) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    for (int step = 0; System.nanoTime() - begin < time.toNanos(); step++) {
      ask(step);
      every(2_000, step, "/readyz");
      every(10_000, step, "/livez");
      every(15_000, step, "/metrics");
      every(5_000, step, "/api/v1/policies");
      long due = begin + Duration.ofMillis((step + 1) * STEP_MILLIS).toNanos();
      Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
    }
  }

  /** One metric of one workload, which has a value unless something is wrong. */
  private void ask(int step) throws IOException, InterruptedException {
    int workload = step % SmallCluster.WORKLOADS;
    String namespace = SmallCluster.namespace(workload);
    String name = SmallCluster.name(workload);
    String path =
        step / SmallCluster.WORKLOADS % 2 == 0
            ? "/apis/external.metrics.k8s.io/v1beta1/namespaces/%s/http_requests_per_second?labelSelector=workload%%3D%s"
            : "/apis/custom.metrics.k8s.io/v1beta2/namespaces/%s/pods/*/http_requests_per_second?labelSelector=app%%3D%s";
    HttpResponse<String> answer =
        secure.send(
            HttpRequest.newBuilder(api.resolve(path.formatted(namespace, name)))
                .header("Authorization", "Bearer " + SmallCluster.TOKEN)
                .timeout(Duration.ofSeconds(10))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    answers++;
    if (answer.statusCode() != 200 || !answer.body().contains("\"value\":\"")) {
      problems.add(answer.statusCode() + " " + answer.uri() + " " + answer.body());
    }
  }

  private void every(long millis, int step, String path) throws IOException, InterruptedException {
    if (step % (millis / STEP_MILLIS) == 0) {
      HttpResponse<String> answer =
          plain.send(
              HttpRequest.newBuilder(web.resolve(path)).timeout(Duration.ofSeconds(10)).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        problems.add(answer.statusCode() + " " + path + " " + answer.body());
      }
    }
  }

  /** Answers of the metrics APIs. */
  int answers() {
    return answers;
  }

  /** Answers that were not what they are to be. */
  List<String> problems() {
    return problems;
  }

  @Override
  public void close() {
    plain.close();
    secure.close();
  }
}
