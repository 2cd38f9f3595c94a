package dev.flyball.controller.cluster;

import dev.flyball.controller.config.ConfigMapText;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the cluster and tells a listener, on the loop's context, what the loop needs of it.
 *
 * <p>Workloads of a kind are watched from the first policy on that refers to the kind.
 */
public final class ClusterWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
  private static final long PAGE = 500;

  private final KubernetesClient client;
  private final Context context;
  private final ClusterListener listener;
  private final String ownNamespace;
  private final ShapeReader shapes = new ShapeReader();
  private final TargetReader targets = new TargetReader(shapes);
  private final ListWatch<PodInfo> pods;
  private final List<SharedIndexInformer<?>> informers = new CopyOnWriteArrayList<>();
  private final Map<String, Future<Void>> kinds = new HashMap<>();

  /** Not among the kinds: nothing waits for quotas where they cannot be read. */
  private @Nullable Future<Void> quotas;

  /**
   * A watch that has not begun.
   *
   * @param api requests to the same API server, for pods, of which there are very many
   * @param ownNamespace namespace of the controller, where its settings are
   */
  public ClusterWatch(
      KubernetesClient client,
      HttpApiClient api,
      Context context,
      ClusterListener listener,
      String ownNamespace) {
    this.client = client;
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
   * Watches the workloads of a kind, if it is one that informers cover. Called on the context.
   *
   * @return whether all of the kind that are there have been told; the scale of others has to be
   *     asked for
   */
  public boolean watchKind(TargetKey target) {
    if (!target.group().equals("apps")) {
      return false;
    }
    Future<Void> listed =
        switch (target.kind()) {
          case "Deployment" -> kinds.computeIfAbsent(target.kind(), k -> deployments());
          case "StatefulSet" -> kinds.computeIfAbsent(target.kind(), k -> statefulSets());
          case "ReplicaSet" -> kinds.computeIfAbsent(target.kind(), k -> replicaSets());
          default -> null;
        };
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
    return inform(
        client.resourceQuotas().inAnyNamespace(),
        ResourceQuota::new,
        new Told<>(
            QuotaReader::read,
            listener::quota,
            quota ->
                listener.quotaGone(
                    quota.getMetadata().getNamespace(), quota.getMetadata().getName())));
  }

  private Future<Void> settings() {
    return inform(
        client.configMaps().inNamespace(ownNamespace).withName(ConfigMapText.SETTINGS_NAME),
        ConfigMap::new,
        new Told<>(this::text, listener::settings, cm -> listener.settingsGone()));
  }

  private Future<Void> policies() {
    return inform(
        client
            .configMaps()
            .inAnyNamespace()
            .withLabel(ConfigMapText.TYPE_LABEL, ConfigMapText.POLICY_TYPE),
        ConfigMap::new,
        new Told<>(
            Objects::requireNonNull,
            cm -> listener.policies(text(cm), cm.getMetadata().getUid()),
            cm ->
                listener.policiesGone(
                    cm.getMetadata().getNamespace(), cm.getMetadata().getName())));
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
    return inform(
        client.nodes(),
        Node::new,
        new Told<>(
            NodeReader::read,
            listener::node,
            node -> listener.nodeGone(node.getMetadata().getName())));
  }

  private Future<Void> hpas() {
    return inform(
        client.autoscaling().v2().horizontalPodAutoscalers().inAnyNamespace(),
        HorizontalPodAutoscaler::new,
        new Told<>(
            HpaReader::read,
            listener::hpa,
            hpa ->
                listener.hpaGone(hpa.getMetadata().getNamespace(), hpa.getMetadata().getName())));
  }

  private Future<Void> deployments() {
    return inform(
        client.apps().deployments().inAnyNamespace(),
        Deployment::new,
        new Told<>(targets::read, listener::target, d -> targetGone("Deployment", d)));
  }

  private Future<Void> statefulSets() {
    return inform(
        client.apps().statefulSets().inAnyNamespace(),
        StatefulSet::new,
        new Told<>(targets::read, listener::target, s -> targetGone("StatefulSet", s)));
  }

  private Future<Void> replicaSets() {
    return inform(
        client.apps().replicaSets().inAnyNamespace(),
        ReplicaSet::new,
        new Told<>(targets::read, listener::target, r -> targetGone("ReplicaSet", r)));
  }

  private void targetGone(String kind, HasMetadata object) {
    listener.targetGone(TargetReader.key(kind, object.getMetadata()));
  }

  private ConfigMapText text(ConfigMap cm) {
    return new ConfigMapText(
        cm.getMetadata().getNamespace(),
        cm.getMetadata().getName(),
        Objects.requireNonNullElse(cm.getMetadata().getLabels(), Map.of()),
        Objects.requireNonNullElse(cm.getData(), Map.of()),
        cm.getMetadata().getResourceVersion(),
        Math.max(0, Times.millis(cm.getMetadata().getCreationTimestamp())));
  }

  /**
   * What becomes of an object that an informer reports: it is trimmed on the informer's thread and
   * told on the loop's context.
   */
  private record Told<T, V>(
      java.util.function.Function<T, V> trim, Consumer<V> there, Consumer<T> gone) {}

  private <T extends HasMetadata, V> Future<Void> inform(
      Informable<T> resources, Supplier<T> empty, Told<T, V> told) {
    Promise<Void> listed = Promise.promise();
    SharedIndexInformer<T> informer = resources.withLimit(PAGE).runnableInformer(0);
    String kind = informer.getApiTypeClass().getSimpleName();
    AtomicReference<String> said = new AtomicReference<>("");
    informer
        .itemStore(new SlimStore<>(empty))
        .addEventHandler(
            new ContextHandler<>(context, told.trim(), told.there(), told.gone(), listed))
        .exceptionHandler(
            (started, error) -> {
              // A role without the right is met again at each attempt; once is enough.
              String text = error.toString();
              if (!text.equals(said.getAndSet(text))) {
                LOG.atWarn().addKeyValue("kind", kind).log("cannot watch, trying again: {}", text);
              }
              return true;
            });
    informers.add(informer);
    var started = informer.start();
    return Future.fromCompletionStage(started, context).compose(done -> listed.future());
  }

  /** Stops watching. May block for a moment. */
  @Override
  public void close() {
    context.runOnContext(v -> pods.close());
    informers.forEach(SharedIndexInformer::stop);
  }
}
