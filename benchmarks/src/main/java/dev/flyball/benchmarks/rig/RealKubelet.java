package dev.flyball.benchmarks.rig;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Plays the kubelets of a real API server, and the pods: each comes up some seconds after it was
 * made, has an address of its own on loopback, and serves a counter of its share of the requests of
 * its Deployment.
 */
final class RealKubelet implements AutoCloseable {
  private static final long START_MILLIS = 3_000;
  private static final long READY_MILLIS = 5_000;
  private static final int START_TIMEOUT_SECONDS = 30;

  private final KubernetesClient client;
  private final int port;
  private final Vertx vertx = Vertx.vertx();
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, RequestCounter> counters = new ConcurrentHashMap<>();
  private final Map<String, HttpServer> servers = new ConcurrentHashMap<>();
  private final SharedIndexInformer<Pod> pods;
  private int addresses;

  /**
   * Begins.
   *
   * @param port where all pods serve their metrics
   */
  RealKubelet(KubernetesClient client, String namespace, int port) {
    this.client = client;
    this.port = port;
    this.pods =
        client
            .pods()
            .inNamespace(namespace)
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Pod pod) {
                    accepted(pod);
                  }

                  @Override
                  public void onUpdate(Pod before, Pod pod) {
                    if (pod.getMetadata().getDeletionTimestamp() != null) {
                      blocking.execute(() -> deleted(pod));
                    }
                  }

                  @Override
                  public void onDelete(Pod pod, boolean unknown) {
                    stopped(pod);
                  }
                });
  }

  /** The requests of a Deployment. */
  RequestCounter requests(String deployment) {
    return counters.computeIfAbsent(deployment, d -> new RequestCounter());
  }

  /** Pods of a Deployment that are ready. */
  long ready(String deployment) {
    return requests(deployment).pods();
  }

  private static String deploymentOf(Pod pod) {
    return pod.getMetadata().getLabels().getOrDefault("app", "");
  }

  private synchronized String address() {
    int number = addresses++;
    return "127.79." + number / 250 + "." + (1 + number % 250);
  }

  private void accepted(Pod pod) {
    String address = address();
    String started = Instant.now().toString();
    after(START_MILLIS, () -> runs(pod, address, started));
    after(READY_MILLIS, () -> isReady(pod, address, started));
  }

  private void after(long millis, Runnable work) {
    vertx.setTimer(millis, id -> blocking.execute(work));
  }

  private void runs(Pod pod, String address, String started) {
    String name = pod.getMetadata().getName();
    RequestCounter counter = requests(deploymentOf(pod));
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4")
                        .end("http_requests_total " + counter.of(name) + "\n"))
            .listen(port, address)
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(START_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .join();
    servers.put(name, server);
    status(pod, address, started, "False");
  }

  private void isReady(Pod pod, String address, String started) {
    requests(deploymentOf(pod)).join(pod.getMetadata().getName());
    status(pod, address, started, "True");
  }

  private void status(Pod pod, String address, String started, String ready) {
    String now = Instant.now().toString();
    try {
      client
          .pods()
          .inNamespace(pod.getMetadata().getNamespace())
          .withName(pod.getMetadata().getName())
          .editStatus(
              p ->
                  p.edit()
                      .editOrNewStatus()
                      .withPhase("Running")
                      .withPodIP(address)
                      .withStartTime(started)
                      .removeMatchingFromConditions(c -> "Ready".equals(c.getType()))
                      .addNewCondition()
                      .withType("Ready")
                      .withStatus(ready)
                      .withLastTransitionTime(now)
                      .endCondition()
                      .endStatus()
                      .build());
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        throw e;
      }
    }
  }

  private void deleted(Pod pod) {
    client.resource(pod).withGracePeriod(0).delete();
  }

  private void stopped(Pod pod) {
    requests(deploymentOf(pod)).leave(pod.getMetadata().getName());
    HttpServer server = servers.remove(pod.getMetadata().getName());
    if (server != null) {
      server.close();
    }
  }

  @Override
  public void close() {
    pods.close();
    blocking.shutdownNow();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
