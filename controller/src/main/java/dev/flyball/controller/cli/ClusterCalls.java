package dev.flyball.controller.cli;

import dev.flyball.controller.cli.ClusterAccess.ClusterAccessException;
import dev.flyball.controller.cluster.BlockingApi;
import dev.flyball.controller.moving.ClusterApi;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The cluster as commands reach it that ask a few things and end. */
final class ClusterCalls implements AutoCloseable {
  private final KubernetesClient client;
  private final BlockingApi api;
  private final String namespace;

  private ClusterCalls(Config config) {
    // Each step is to fail in its time, for what follows to be undone.
    config.setRequestRetryBackoffLimit(0);
    this.client = new KubernetesClientBuilder().withConfig(config).build();
    this.api = new BlockingApi(client);
    this.namespace = Objects.requireNonNullElse(config.getNamespace(), "default");
  }

  /**
   * Reaches the cluster.
   *
   * @param kubeconfig as {@link ClusterAccess#read} takes it
   * @throws ClusterAccessException with one line for people
   */
  static ClusterCalls open(@Nullable Path kubeconfig) throws ClusterAccessException {
    return new ClusterCalls(ClusterAccess.read(kubeconfig));
  }

  ClusterApi api() {
    return api;
  }

  /** The namespace of the kubeconfig's context. */
  String namespace() {
    return namespace;
  }

  @Override
  public void close() {
    client.close();
  }
}
