package dev.flyball.controller.cluster;

import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceType;
import dev.flyball.minicluster.api.StoredObject;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.vertx5.Vertx5HttpClientFactory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A minicluster and the client that the controller has of it. */
final class TestingTrust implements AutoCloseable {
  static final String NAMESPACE = "flyball-system";

  final Vertx vertx = Vertx.vertx();
  final Context context = vertx.getOrCreateContext();
  final Minicluster cluster = Minicluster.builder().build().start();
  final KubernetesClient client;
  final HttpApiClient api;

  TestingTrust() {
    cluster.namespace(NAMESPACE);
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
            .withHttpClientFactory(new Vertx5HttpClientFactory(vertx))
            .build();
    api = new HttpApiClient(client, context);
  }

  ResourceType type(String group, String version, String plural) {
    return cluster.objects().catalog().find(group, version, plural).orElseThrow();
  }

  StoredObject object(ResourceType type, String namespace, String name) {
    return cluster.objects().get(type, namespace, name);
  }

  /** Waits, for a bounded time, until something holds. */
  static void eventually(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 20 s: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    api.close();
    client.close();
    await(vertx.close());
    cluster.close();
  }
}
