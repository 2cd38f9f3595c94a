package dev.flyball.controller.cluster;

import dev.flyball.controller.config.ConfigMapText;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the cluster and tells a listener, on the loop's context, what the loop needs of it.
 *
 * <p>Workloads of a kind are watched from the first policy on that refers to the kind.
 */
public final class ClusterWatch implements AutoCloseable {
  private static final Set<String> KINDS = Set.of("Deployment", "StatefulSet", "ReplicaSet");

  private final HttpApiClient api;
  private final Context context;
  private final ClusterListener listener;
  private final String ownNamespace;
  private final ShapeReader shapes = new ShapeReader();
  private final ListWatch<PodInfo> pods;
  private final List<ListWatch<?>> watches = new ArrayList<>();
  private final Map<String, Future<Void>> kinds = new HashMap<>();

  /** Not among the kinds: nothing waits for quotas where they cannot be read. */
  private @Nullable Future<Void> quotas;

  /**
   * A watch that has not begun.
   *
   * @param api requests to the API server
   * @param ownNamespace namespace of the controller, where its settings are
   */
  public ClusterWatch(
      HttpApiClient api, Context context, ClusterListener listener, String ownNamespace) {
    this.api = api;
    this.pods = new ListWatch<>(api, context, "/api/v1/pods", new PodDecoder(shapes), new Pods());
    this.context = context;
    this.listener = listener;
    this.ownNamespace = ownNamespace;
  }

  /**
   * Begins. The listener is told that it is synced once everything that was there has been told.
   *
   * @return succeeds when the listener is synced
   */
  public Future<Void> start() {
    List<Future<Void>> lists = new ArrayList<>();
    // Settings first: the policies and pods that follow are taken under them.
    Future<Void> settings = settings();
    return settings
        .compose(
            done -> {
              lists.add(nodes());
              lists.add(hpas());
              lists.add(policies());
              return Future.all(lists);
            })
        .compose(done -> Future.all(List.copyOf(kinds.values())))
        // Pods find the targets that select them; a target would have to look for its pods.
        .compose(done -> pods.start())
        .onSuccess(done -> listener.synced())
        .mapEmpty();
  }

  /**
   * Watches the workloads of a kind, if it is one that is watched. Called on the context.
   *
   * @return whether all of the kind that are there have been told; the scale of others has to be
   *     asked for
   */
  public boolean watchKind(TargetKey target) {
    if (!target.group().equals(TargetDecoder.GROUP)) {
      return false;
    }
    Future<Void> listed =
        KINDS.contains(target.kind())
            ? kinds.computeIfAbsent(target.kind(), this::workloads)
            : null;
    return listed != null && listed.succeeded();
  }

  /**
   * Watches ResourceQuotas from the first call on: most clusters have policies that do not ask for
   * them. Called on the context.
   *
   * @return succeeds once all that are there have been told; stays open while they cannot be read
   */
  public Future<Void> watchQuotas() {
    Future<Void> asked = quotas;
    if (asked == null) {
      asked = quotas();
      quotas = asked;
    }
    return asked;
  }

  private Future<Void> quotas() {
    return follow(
        "/api/v1/resourcequotas",
        new QuotaDecoder(),
        new Following<>(
            q -> new Following.Name(q.namespace(), q.name()),
            listener::quota,
            listener::quotaGone));
  }

  private Future<Void> settings() {
    return follow(
        ConfigMapDecoder.pathOf(ownNamespace, ConfigMapText.SETTINGS_NAME),
        new ConfigMapDecoder(),
        configMaps(
            cm -> listener.settings(cm.text()), (namespace, name) -> listener.settingsGone()));
  }

  private Future<Void> policies() {
    return follow(
        "/api/v1/configmaps?labelSelector="
            + ConfigMapText.TYPE_LABEL.replace("/", "%2F")
            + "%3D"
            + ConfigMapText.POLICY_TYPE,
        new ConfigMapDecoder(),
        configMaps(cm -> listener.policies(cm.text(), cm.uid()), listener::policiesGone));
  }

  private static Following<ConfigMapDecoder.Identified> configMaps(
      Consumer<ConfigMapDecoder.Identified> there, BiConsumer<String, String> gone) {
    return new Following<>(
        cm -> new Following.Name(cm.text().namespace(), cm.text().name()), there, gone);
  }

  /** What the list and the watch of pods tell, in the words of the listener. */
  private final class Pods implements ListWatch.Listener<PodInfo> {
    @Override
    public void listing() {
      listener.podsListing();
    }

    @Override
    public void there(PodInfo pod) {
      listener.pod(pod);
    }

    @Override
    public void gone(String namespace, String name) {
      listener.podGone(namespace, name);
    }

    @Override
    public void listed() {
      listener.podsListed();
    }
  }

  private Future<Void> nodes() {
    return follow(
        "/api/v1/nodes",
        new NodeDecoder(),
        new Following<>(
            node -> new Following.Name("", node.name()),
            listener::node,
            (namespace, name) -> listener.nodeGone(name)));
  }

  private Future<Void> hpas() {
    return follow(
        "/apis/autoscaling/v2/horizontalpodautoscalers",
        new HpaDecoder(),
        new Following<>(
            hpa -> new Following.Name(hpa.namespace(), hpa.name()),
            listener::hpa,
            listener::hpaGone));
  }

  private Future<Void> workloads(String kind) {
    return follow(
        "/apis/" + TargetDecoder.GROUP + "/v1/" + kind.toLowerCase(Locale.ROOT) + "s",
        new TargetDecoder(kind, shapes),
        new Following<>(
            target -> new Following.Name(target.key().namespace(), target.key().name()),
            listener::target,
            (namespace, name) ->
                listener.targetGone(new TargetKey(namespace, TargetDecoder.GROUP, kind, name))));
  }

  private <T> Future<Void> follow(String path, ObjectDecoder<T> decoder, Following<T> following) {
    ListWatch<T> watch = new ListWatch<>(api, context, path, decoder, following);
    watches.add(watch);
    return watch.start();
  }

  /** Stops watching. */
  @Override
  public void close() {
    context.runOnContext(
        v -> {
          pods.close();
          watches.forEach(ListWatch::close);
        });
  }
}
