package dev.flyball.controller.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.ControllerOptions;
import dev.flyball.controller.it.InstalledReplica.Installation;
import dev.flyball.controller.it.Kubectl.Result;
import dev.flyball.minicluster.real.RealControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code deploy/flyball.yaml}, applied to a real API server, and replicas under what it grants.
 *
 * <p>This plays the Deployment controller, the kubelet and metrics-server. There is no network of a
 * cluster either: the Service leads to this machine by its name.
 */
final class RealInstall implements AutoCloseable {
  static final String SYSTEM = ControllerOptions.DEFAULT_NAMESPACE;

  private static final Path MANIFEST =
      Path.of(System.getProperty("basedir", "."), "..", "deploy", "flyball.yaml");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Numbers of three digits stand in times, ports and uids too. */
  private static final Pattern REFUSAL =
      Pattern.compile("(?i)forbidden|\\b(HTTP|code|status)\\W{0,3}403\\b");

  private final AuditLog audit;
  final RealControlPlane plane;
  final Kubectl kubectl;
  final KubernetesClient client;
  final RealWorkloads shop;

  /** Where the Service leads: the replica that serves. */
  private final int port = RealControlPlane.freePort();

  private final TestingMetricsApi metrics;
  private final Installation installation;
  private final List<InstalledReplica> replicas = new ArrayList<>();

  private RealInstall(Path folder, AuditLog audit, RealControlPlane plane) throws IOException {
    this.audit = audit;
    this.plane = plane;
    kubectl = Kubectl.orSkip(plane.adminKubeconfig(), folder);
    client = plane.client();
    metrics = new TestingMetricsApi(plane, client);
    shop = new RealWorkloads(client, metrics);
    shop.prepareShop();
    succeed(kubectl.apply(manifest(), "--validate=strict"));
    succeed(kubectl.run("delete", "service", "flyball", "--namespace", SYSTEM));
    succeed(kubectl.apply(reachableManifest()));
    client
        .configMaps()
        .inNamespace(SYSTEM)
        .withName("flyball-settings")
        .edit(c -> c.edit().withData(Map.of("settings.yaml", RealWorkloads.QUICK)).build());
    Path token = folder.resolve("token");
    Files.writeString(
        token, succeed(kubectl.run("create", "token", "flyball", "--namespace", SYSTEM)).strip());
    Path authority = folder.resolve("ca.crt");
    installation = new Installation(arguments(), URI.create(plane.url()), authority, token, folder);
  }

  /** Installs, or skips the test where this machine has no programs for it. */
  static RealInstall startOrSkip(Path folder) throws IOException {
    AuditLog audit = new AuditLog("system:serviceaccount:" + SYSTEM + ":flyball", folder);
    RealControlPlane plane = RealPlanes.startOrSkip(folder, audit.flags());
    try {
      return new RealInstall(folder, audit, plane);
    } catch (AssertionError | IOException | RuntimeException e) {
      plane.close();
      throw e;
    }
  }

  /** The manifest as it is. */
  static String manifest() throws IOException {
    return Files.readString(MANIFEST);
  }

  /** The manifest, with a Service that leads to this machine at the port of the replica. */
  String reachableManifest() throws IOException {
    String service =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: flyball, namespace: flyball-system}
        spec: {type: ExternalName, externalName: localhost, ports: [{name: https, port: 443}]}
        """;
    return manifest()
        .replaceFirst("(?s)apiVersion: v1\nkind: Service\n.*?(?=---\n)", service)
        .replace("port: 443", "port: " + port);
  }

  private List<String> arguments() throws IOException {
    try (var manifest = Files.newInputStream(MANIFEST)) {
      for (HasMetadata object : client.load(manifest).items()) {
        if (object instanceof Deployment deployment) {
          return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs();
        }
      }
    }
    throw new AssertionError("no Deployment in " + MANIFEST);
  }

  /** Starts a replica; the first of a test is the one that the Service leads to. */
  InstalledReplica start(String name) {
    InstalledReplica replica = installation.start(name, replicas.isEmpty() ? port : 0);
    replicas.add(replica);
    return replica;
  }

  /** Stops all replicas and sees to it that nothing that they did was refused. */
  void stopReplicas() {
    replicas.forEach(InstalledReplica::close);
    for (InstalledReplica replica : replicas) {
      assertThat(replica.log().lines())
          .as("the log of %s", replica.name)
          .noneMatch(line -> REFUSAL.matcher(line).find());
    }
    replicas.clear();
    assertThat(audit.refusals()).as("what the API server refused the service account").isEmpty();
  }

  /** {@code verb resource: code} of all that the service account has asked for. */
  List<String> answers() {
    return List.copyOf(audit.answers());
  }

  /** Whether a replica holds the Lease. */
  boolean leads(InstalledReplica replica) {
    Lease lease = client.leases().inNamespace(SYSTEM).withName("flyball").get();
    String holder = lease == null ? null : lease.getSpec().getHolderIdentity();
    return holder != null && holder.startsWith(replica.name + "_");
  }

  /** An object of the cluster as JSON. */
  JsonNode object(String apiVersion, String kind, String name) {
    GenericKubernetesResource object =
        client.genericKubernetesResources(apiVersion, kind).withName(name).get();
    return JsonMapper.shared().readTree(client.getKubernetesSerialization().asJson(object));
  }

  /** What a command says that has to go well. */
  static String succeed(Result result) {
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output();
  }

  /** Waits, for a bounded time, until something holds. */
  static void eventually(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    metrics.close();
    client.close();
    plane.close();
  }
}
