package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.ApiClient.Response;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads status ConfigMaps: each by itself, so many at a time, while few are asked for; all of them
 * in pages once many wait, as at the start and when this process comes to lead. What is answered
 * was read after it was asked for, either way.
 *
 * <p>Owned by the loop.
 */
final class StatusReads {
  /** Reads at once. */
  static final int MAX_READS = 64;

  /** When so many wait, a list of all is cheaper. */
  static final int MANY = 256;

  private static final Logger LOG = LoggerFactory.getLogger(StatusReads.class);
  private static final Response NOT_FOUND = new Response(404, "");

  private final ApiClient api;
  private Queue<Waiting> waiting = new ArrayDeque<>();
  private int reading;
  private boolean listing;
  private boolean oneByOne;
  private boolean draining;

  private record Waiting(String path, Promise<Response> answer) {}

  StatusReads(ApiClient api) {
    this.api = api;
  }

  /** Reads the ConfigMap with this path, now or later. */
  Future<Response> get(String path) {
    Waiting next = new Waiting(path, Promise.promise());
    waiting.add(next);
    drain();
    return next.answer().future();
  }

  /** A loop, not a recursion: reads may be answered at once, thousands in a row. */
  private void drain() {
    if (draining) {
      return;
    }
    draining = true;
    while (!waiting.isEmpty()) {
      boolean many = !oneByOne && waiting.size() >= MANY;
      if (many && !listing) {
        readAll();
      } else if (!many && reading < MAX_READS) {
        read(waiting.remove());
      } else {
        break;
      }
    }
    oneByOne &= !waiting.isEmpty();
    draining = false;
  }

  private void read(Waiting next) {
    reading++;
    api.get(next.path())
        .onComplete(
            answer -> {
              reading--;
              drain();
              next.answer().handle(answer);
            });
  }

  private void readAll() {
    List<Waiting> asked = new ArrayList<>(waiting);
    waiting = new ArrayDeque<>();
    listing = true;
    new StatusList(api)
        .read()
        .onComplete(
            all -> {
              listing = false;
              if (all.succeeded()) {
                asked.forEach(one -> one.answer().complete(find(all.result(), one.path())));
              } else {
                LOG.warn("statuses are read one by one: {}", String.valueOf(all.cause()));
                oneByOne = true;
                waiting.addAll(asked);
              }
              drain();
            });
  }

  private static Response find(Map<String, ObjectNode> all, String path) {
    ObjectNode object = all.get(path);
    return object == null ? NOT_FOUND : new Response(200, object.toString());
  }
}
