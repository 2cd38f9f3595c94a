package dev.flyball.deploy;

import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceType;
import dev.flyball.minicluster.cluster.LoadModel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** {@code flyball run} as a process of its own, against a minicluster that counts its requests. */
final class TestingRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Map<String, String> KINDS =
      Map.of(
          "Deployment", "deployments", "StatefulSet", "statefulsets", "ReplicaSet", "replicasets");

  private final Minicluster cluster =
      Minicluster.builder().metricsResolution(Duration.ofMillis(200)).build().start();
  private final Path output = TestingHelm.temporary("run", ".log");
  private final Process process;

  TestingRun() throws IOException {
    cluster.namespace("shop");
    cluster.namespace(TestingHelm.NAMESPACE);
    configMap(
        TestingHelm.NAMESPACE, "flyball-settings", "settings", "settings.yaml", "syncPeriod: 1s");
    Path kubeconfig = TestingHelm.temporary("run", ".kubeconfig");
    TestingHelm.write(kubeconfig, cluster.kubeconfig());
    cluster.requests().reset();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("dev.flyball.controller.Main", "run", "--host", "127.0.0.1"));
    command.addAll(List.of("--port", "0", "--namespace", TestingHelm.NAMESPACE));
    command.addAll(List.of("--kubeconfig", kubeconfig.toString()));
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
    eventually(
        "metrics of others", () -> requests().stream().anyMatch(r -> r.contains("queue_depth")));
    eventually("metrics of objects", () -> requests().stream().anyMatch(r -> r.contains("hits")));
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
