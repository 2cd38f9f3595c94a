package dev.flyball.minicluster.load;

import dev.flyball.minicluster.api.Change;
import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.LabelSelector;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.StoredObject;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A reverse proxy before the ready pods of a workload: each request goes to the pod with the fewest
 * under way, in turn among equals. 503 when none is ready, 502 when the pod cannot be reached.
 */
public final class LoadBalancer {
  /** A ready pod. */
  private record Endpoint(String ip, int port, AtomicInteger underWay) {}

  private final ObjectApi objects;
  private final String namespace;
  private final LabelSelector selector;
  private final HttpClient client;
  private final Vertx vertx;
  private final AtomicInteger turn = new AtomicInteger();
  private final Map<String, Endpoint> known = new HashMap<>();
  private volatile List<Endpoint> ready = List.of();
  private volatile boolean stale = true;
  private volatile int port;

  /**
   * @param selector which pods of the namespace it spreads over
   */
  public LoadBalancer(Vertx vertx, ObjectApi objects, String namespace, LabelSelector selector) {
    this.vertx = vertx;
    this.objects = objects;
    this.namespace = namespace;
    this.selector = selector;
    this.client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(256));
  }

  /** Listens on 127.0.0.1; port 0 takes a free one. */
  public Future<HttpServer> start(int wantedPort) {
    objects.store().addListener(this::changed);
    var options =
        new HttpServerOptions().setHost("127.0.0.1").setPort(wantedPort).setTcpNoDelay(true);
    options.setAcceptBacklog(4096);
    return vertx
        .createHttpServer(options)
        .requestHandler(this::proxy)
        .listen()
        .map(this::listening);
  }

  private HttpServer listening(HttpServer server) {
    port = server.actualPort();
    return server;
  }

  /** The port that it listens on, once started. */
  public int port() {
    return port;
  }

  /** How many pods it spreads requests over now. */
  public int readyPods() {
    return candidates().size();
  }

  private void changed(Change change) {
    StoredObject object = change.object();
    if (object.type().equals(ResourceCatalog.PODS)
        && object.namespace().equals(namespace)
        && selector.matches(object.labels())) {
      stale = true;
    }
  }

  private List<Endpoint> candidates() {
    if (stale) {
      refresh();
    }
    return ready;
  }

  private synchronized void refresh() {
    stale = false;
    var pods =
        objects.store().list(ResourceCatalog.PODS, namespace).stream()
            .filter(p -> p.pod().active() && p.pod().ready() && selector.matches(p.labels()))
            .toList();
    known.keySet().retainAll(pods.stream().map(StoredObject::uid).toList());
    ready = pods.stream().map(p -> known.computeIfAbsent(p.uid(), u -> endpoint(p))).toList();
  }

  private static Endpoint endpoint(StoredObject pod) {
    var tree = pod.tree();
    String annotated = Json.text(tree.path("metadata").path("annotations"), "prometheus.io/port");
    int port =
        annotated.isEmpty()
            ? tree.path("spec")
                .path("containers")
                .path(0)
                .path("ports")
                .path(0)
                .path("containerPort")
                .asInt(8080)
            : Integer.parseInt(annotated);
    return new Endpoint(pod.pod().ip(), port, new AtomicInteger());
  }

  private void proxy(HttpServerRequest request) {
    List<Endpoint> candidates = candidates();
    if (candidates.isEmpty()) {
      request.response().setStatusCode(503).end("no pod is ready\n");
      return;
    }
    Endpoint endpoint = pick(candidates);
    endpoint.underWay().incrementAndGet();
    request
        .body()
        .compose(body -> forward(request, endpoint, body))
        .onFailure(e -> unreachable(request))
        .onComplete(done -> endpoint.underWay().decrementAndGet());
  }

  private Endpoint pick(List<Endpoint> candidates) {
    int first = Math.floorMod(turn.getAndIncrement(), candidates.size());
    Endpoint best = candidates.get(first);
    for (int i = 1; i < candidates.size(); i++) {
      Endpoint candidate = candidates.get((first + i) % candidates.size());
      if (candidate.underWay().get() < best.underWay().get()) {
        best = candidate;
      }
    }
    return best;
  }

  private Future<Void> forward(HttpServerRequest request, Endpoint endpoint, Buffer body) {
    var target =
        new RequestOptions()
            .setMethod(request.method())
            .setHost(endpoint.ip())
            .setPort(endpoint.port())
            .setURI(request.uri())
            .setConnectTimeout(2000);
    return client
        .request(target)
        .compose((HttpClientRequest out) -> out.send(body))
        .compose(
            in ->
                in.body()
                    .compose(
                        answer -> {
                          String type = in.getHeader("Content-Type");
                          if (type != null) {
                            request.response().putHeader("Content-Type", type);
                          }
                          return request.response().setStatusCode(in.statusCode()).end(answer);
                        }));
  }

  private static void unreachable(HttpServerRequest request) {
    if (!request.response().ended() && !request.response().closed()) {
      request.response().setStatusCode(502).end("the pod did not answer\n");
    }
  }
}
