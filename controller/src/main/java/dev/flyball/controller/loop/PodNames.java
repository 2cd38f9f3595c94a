package dev.flyball.controller.loop;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.metrics.api.GroupResource;
import dev.flyball.metrics.source.promql.ObjectNames;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Names of the pods that the loop knows, for sources whose values come without labels of pods. */
final class PodNames implements ObjectNames {
  private final Context loop;
  private final ClusterState cluster;

  PodNames(Context loop, ClusterState cluster) {
    this.loop = loop;
    this.cluster = cluster;
  }

  @Override
  public Future<Optional<Set<String>>> names(
      GroupResource resource, String namespace, LabelSelector selector) {
    if (!resource.equals(GroupResource.PODS)) {
      return Future.succeededFuture(Optional.empty());
    }
    Context caller = Vertx.currentContext();
    Promise<Optional<Set<String>>> promise = Promise.promise();
    loop.runOnContext(
        v -> {
          Optional<Set<String>> found = Optional.of(matching(namespace, selector));
          if (caller == null || caller.equals(loop)) {
            promise.complete(found);
          } else {
            caller.runOnContext(back -> promise.complete(found));
          }
        });
    return promise.future();
  }

  private Set<String> matching(String namespace, LabelSelector selector) {
    Set<String> names = new HashSet<>();
    NamespaceState state = cluster.knownNamespace(namespace);
    if (state != null) {
      state.podsByLabel.forEach(selector, pod -> names.add(pod.info.name()));
    }
    return names;
  }
}
