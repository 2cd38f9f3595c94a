package dev.flyball.controller.it;

import dev.flyball.minicluster.real.CertificateAuthority.Issued;
import dev.flyball.minicluster.real.CertificateAuthority.Purpose;
import dev.flyball.minicluster.real.KeyForm;
import dev.flyball.minicluster.real.RealControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Stands for metrics-server behind a real API server's aggregation layer. */
final class TestingMetricsApi implements AutoCloseable {
  private static final String PATH = "/apis/metrics.k8s.io/v1beta1";
  private static final String RESOURCES =
      """
      {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "metrics.k8s.io/v1beta1", "resources": [
        {"name": "pods", "singularName": "", "namespaced": true, "kind": "PodMetrics", "verbs": ["get", "list"]}]}
      """;
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: metrics, namespace: kube-system}
      spec: {type: ExternalName, externalName: localhost, ports: [{port: %d}]}
      """;
  private static final String API_SERVICE =
      """
      apiVersion: apiregistration.k8s.io/v1
      kind: APIService
      metadata: {name: v1beta1.metrics.k8s.io}
      spec:
        group: metrics.k8s.io
        version: v1beta1
        groupPriorityMinimum: 100
        versionPriority: 100
        insecureSkipTLSVerify: true
        service: {namespace: kube-system, name: metrics, port: %d}
      """;

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Long> cpuMilli = new ConcurrentHashMap<>();

  /** Serves, and registers with the API server. */
  TestingMetricsApi(RealControlPlane plane, KubernetesClient client) {
    Issued certificate = plane.authority().issue("CN=metrics", Purpose.SERVER, KeyForm.EC_PKCS8);
    PemKeyCertOptions keys =
        new PemKeyCertOptions()
            .setCertValue(Buffer.buffer(certificate.certificatePem()))
            .setKeyValue(Buffer.buffer(certificate.keyPem()));
    HttpServerOptions options =
        new HttpServerOptions().setHost("127.0.0.1").setPort(0).setSsl(true);
    options.setKeyCertOptions(keys);
    try {
      HttpServer server =
          vertx
              .createHttpServer(options)
              .requestHandler(this::answer)
              .listen()
              .await(20, TimeUnit.SECONDS);
      for (String object : List.of(SERVICE, API_SERVICE)) {
        client.resource(object.formatted(server.actualPort())).create();
      }
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** What every pod of this namespace and name uses from now on. */
  void use(String namespace, String pod, long milli) {
    cpuMilli.put(namespace + "/" + pod, milli);
  }

  private void answer(HttpServerRequest request) {
    String path = request.path();
    String prefix = PATH + "/namespaces/";
    request.response().putHeader("Content-Type", "application/json");
    if (path.equals(PATH)) {
      request.response().end(RESOURCES);
    } else if (path.startsWith(prefix) && path.endsWith("/pods")) {
      String namespace = path.substring(prefix.length(), path.length() - "/pods".length());
      request.response().end(pods(namespace + "/"));
    } else {
      request.response().setStatusCode(404).end("{}");
    }
  }

  private String pods(String prefix) {
    return cpuMilli.keySet().stream()
        .filter(pod -> pod.startsWith(prefix))
        .map(pod -> pod(prefix, pod))
        .collect(
            Collectors.joining(
                ",",
                "{\"kind\":\"PodMetricsList\",\"apiVersion\":\"metrics.k8s.io/v1beta1\",\"metadata\":{},\"items\":[",
                "]}"));
  }

  private String pod(String prefix, String pod) {
    return """
        {"metadata": {"name": "%s", "namespace": "%s"}, "timestamp": "%s", "window": "15s",
         "containers": [{"name": "main", "usage": {"cpu": "%dm", "memory": "32Mi"}}]}
        """
        .formatted(
            pod.substring(prefix.length()),
            prefix.substring(0, prefix.length() - 1),
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            cpuMilli.get(pod));
  }

  @Override
  public void close() {
    try {
      vertx.close().await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
