package dev.flyball.deploy;

import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceType;
import dev.flyball.minicluster.api.Reviews;
import dev.flyball.minicluster.cluster.LoadModel;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;

/** {@code flyball run} as a process of its own, against a minicluster that counts its requests. */
final class TestingRun implements AutoCloseable {
  /** Of a status in which nothing is news but readings, the second version comes after 30 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Map<String, String> KINDS =
      Map.of(
          "Deployment", "deployments", "StatefulSet", "statefulsets", "ReplicaSet", "replicasets");

  private final Minicluster cluster =
      Minicluster.builder().metricsResolution(Duration.ofMillis(200)).build().start();
  private final Path output = TestingHelm.temporary("run", ".log");
  private final Process process;

  /** Starts it with more options. */
  TestingRun(String... options) throws IOException {
    cluster.namespace("shop");
    cluster.namespace(TestingHelm.NAMESPACE);
    configMap(
        TestingHelm.NAMESPACE, "flyball-settings", "settings", "settings.yaml", "syncPeriod: 1s");
    Path kubeconfig = TestingHelm.temporary("run", ".kubeconfig");
    TestingHelm.write(kubeconfig, cluster.kubeconfig());
    List.of(
            "v1beta1.external.metrics.k8s.io",
            "v1beta1.custom.metrics.k8s.io",
            "v1beta2.custom.metrics.k8s.io",
            "v1alpha1.flyball.dev")
        .forEach(this::apiService);
    webhook();
    cluster.requests().reset();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("dev.flyball.controller.Main", "run", "--host", "127.0.0.1"));
    command.addAll(List.of("--port", "0", "--namespace", TestingHelm.NAMESPACE));
    command.addAll(List.of("--metrics-api-port", "0", "--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of("--webhook", "flyball"));
    command.addAll(List.of(options));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .directory(new File("."))
            .start();
  }

  /** Makes the controller do all that it can do: scale, meet conflicts, fail, and tell of it. */
  void useEverything() {
    // The first write of each kind meets a newer version, so that the scale is read again.
    KINDS
        .values()
        .forEach(
            plural ->
                cluster
                    .faults()
                    .fail(
                        call ->
                            call.verb().equals("patch")
                                && call.resource().equals(plural + "/scale"),
                        409,
                        1));
    KINDS.keySet().forEach(this::scaled);
    policy(
        "others",
        "Deployment",
        "{type: External, external: {metric: {name: queue_depth}, target: {type: Value, value: 5}}}");
    policy(
        "objects",
        "Deployment",
        "{type: Object, object: {metric: {name: hits}, describedObject: {apiVersion: v1, kind: Service,"
            + " name: front}, target: {type: Value, value: 5}}}");
    for (Map.Entry<String, String> kind : KINDS.entrySet()) {
      ResourceType type =
          cluster.objects().catalog().find("apps", "v1", kind.getValue()).orElseThrow();
      eventually(
          kind.getKey() + " has 3 replicas",
          () ->
              cluster.replicas(type, "shop", kind.getKey().toLowerCase(java.util.Locale.ROOT))
                  == 3);
    }
    for (String request :
        List.of(
            "create configmaps",
            "patch configmaps",
            "create events.events.k8s.io",
            "patch events.events.k8s.io")) {
      eventually(request, () -> requests().contains(request));
    }
    eventually("quotas", () -> requests().contains("watch resourcequotas"));
    eventually("a certificate in a Secret", () -> requests().contains("create secrets"));
    eventually(
        "APIServices that trust it",
        () -> requests().contains("patch apiservices.apiregistration.k8s.io"));
    eventually(
        "a webhook that trusts it",
        () ->
            requests()
                .contains("patch validatingwebhookconfigurations.admissionregistration.k8s.io"));
    callMetricsApi();
    eventually(
        "whether the caller may read",
        () -> requests().contains("create subjectaccessreviews.authorization.k8s.io"));
    eventually(
        "metrics of others", () -> requests().stream().anyMatch(r -> r.contains("queue_depth")));
    eventually("metrics of objects", () -> requests().stream().anyMatch(r -> r.contains("hits")));
  }

  /** Makes the controller take shards and end in order. */
  void holdAndGiveBackShards() throws InterruptedException {
    eventually("a renewal", () -> requests().contains("patch leases.coordination.k8s.io"));
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end");
    }
  }

  /** Somebody with a token asks for a metric; what comes of it is of no matter here. */
  private void callMetricsApi() {
    cluster.reviews().tokens(token -> new Reviews.User("somebody", "1", List.of()));
    Pattern line = Pattern.compile("serving the metrics APIs and the webhook on port (\\d+)");
    eventually("the metrics APIs", () -> line.matcher(TestingHelm.read(output)).find());
    Matcher port = line.matcher(TestingHelm.read(output));
    if (!port.find()) {
      throw new AssertionError("no port of the metrics APIs");
    }
    try {
      var connection =
          (HttpsURLConnection)
              URI.create(
                      "https://127.0.0.1:"
                          + port.group(1)
                          + "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue_depth")
                  .toURL()
                  .openConnection();
      connection.setSSLSocketFactory(TrustsAll.context().getSocketFactory());
      connection.setHostnameVerifier((host, session) -> true);
      connection.setRequestProperty("Authorization", "Bearer somebody");
      connection.setConnectTimeout(10_000);
      connection.setReadTimeout(10_000);
      connection.getResponseCode();
      connection.disconnect();
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private void apiService(String name) {
    cluster.apply(
        """
        apiVersion: apiregistration.k8s.io/v1
        kind: APIService
        metadata: {name: %1$s}
        spec:
          group: %3$s
          version: %2$s
          groupPriorityMinimum: 100
          versionPriority: 100
          service: {name: flyball, namespace: flyball-system, port: 443}
        """
            .formatted(name, name.replaceFirst("\\..*", ""), name.replaceFirst("[^.]*\\.", "")));
  }

  private void webhook() {
    cluster.apply(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: flyball}
        webhooks:
        - name: policies.flyball.dev
          clientConfig: {service: {name: flyball, namespace: flyball-system, path: /validate}}
        """);
  }

  /** {@code verb resource.group} of all requests. */
  Set<String> requests() {
    return Set.copyOf(cluster.requests().counts().keySet());
  }

  /** A workload of one pod at three times its target, and the policy that scales it. */
  private void scaled(String kind) {
    String name = kind.toLowerCase(java.util.Locale.ROOT);
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: %1$s
        metadata: {name: %2$s, namespace: shop}
        spec:
          replicas: 1
          selector: {matchLabels: {app: %2$s}}
          template:
            metadata: {labels: {app: %2$s}}
            spec:
              containers:
              - name: main
                image: web:1
                resources: {requests: {cpu: 100m, memory: 64Mi}}
        """
            .formatted(kind, name));
    cluster.load("shop", name, LoadModel.shared(150, 32 << 20, 0));
    policy(
        name,
        kind,
        "{type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}\n"
            + "- {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}");
  }

  private void policy(String target, String kind, String metrics) {
    configMap(
        "shop",
        target,
        "policy",
        target,
        """
        scaleTargetRef: {apiVersion: apps/v1, kind: %s, name: %s}
        minReplicas: 1
        maxReplicas: 8
        flyball: {capacity: Warn}
        metrics:
        - %s
        """
            .formatted(kind, target, metrics));
  }

  private void configMap(String namespace, String name, String type, String key, String text) {
    cluster.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: %s, namespace: %s, labels: {flyball.dev/type: %s}}
        data:
          %s: |
        %s
        """
            .formatted(name, namespace, type, key, text.indent(4)));
  }

  private void eventually(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new AssertionError(
            "not seen: " + what + "; seen: " + requests() + "\n" + TestingHelm.read(output));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } finally {
      cluster.close();
    }
    Files.deleteIfExists(output);
  }
}
