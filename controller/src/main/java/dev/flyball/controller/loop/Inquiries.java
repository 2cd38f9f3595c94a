package dev.flyball.controller.loop;

import dev.flyball.controller.config.Settings;
import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.ObjectReference;
import dev.flyball.core.policy.Policy;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.ChainedMetrics;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.GroupResource;
import dev.flyball.metrics.api.MetricsProvider;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What has to be asked of the outside for the metrics of policies: resource usage by namespace, and
 * metrics that no series of the loop's own has, each once however many policies want it. Owned by
 * the loop.
 */
final class Inquiries {
  /** A question that no policy has wanted for so long is forgotten. */
  private static final long IDLE_MILLIS = 600_000;

  /** Usage is read more often than once a sync period only while it is no more than this. */
  private static final int MAX_USAGES_A_SECOND = 4_000;

  /** The selector of everything. */
  static final LabelSelector EVERYTHING = new LabelSelector(Map.of(), List.of());

  private final Context context;
  private final LoopPorts ports;
  private final ScrapedMetrics own;
  private final Clock clock;
  private final Consumer<PolicyState> ready;
  private final Consumer<PodState> sampled;
  private final Map<String, UsageQuestion> usages = new HashMap<>();
  private final Map<Object, AnswerQuestion<ExternalValue>> externals = new HashMap<>();
  private final Map<Object, AnswerQuestion<CustomValue>> customs = new HashMap<>();
  private MetricsProvider sources = new ChainedMetrics(List.of());

  /**
   * Nothing was asked yet.
   *
   * @param ready is told of each policy that waited, once all that it waits for has come or cannot
   * @param sampled is told of each pod whose usage is newer than the one before
   */
  Inquiries(
      Context context,
      LoopPorts ports,
      ScrapedMetrics own,
      Consumer<PolicyState> ready,
      Consumer<PodState> sampled) {
    this.context = context;
    this.ports = ports;
    this.own = own;
    this.clock = ports.clock();
    this.ready = ready;
    this.sampled = sampled;
  }

  /** Asks other sources from now on; what the ones before answered is forgotten. */
  void sources(MetricsProvider changed) {
    sources = changed;
    externals.clear();
    customs.clear();
  }

  /**
   * Sees to it that all that a policy needs of the outside is not older than this.
   *
   * @return whether it is so now; otherwise the policy is told when it is
   */
  boolean fresh(
      PolicyState state, Policy policy, TargetState target, NamespaceState namespace, long age) {
    long now = clock.millis();
    // Held, so that nothing is ready before everything has been asked.
    state.awaited++;
    boolean usageAsked = false;
    for (MetricSpec metric : policy.metrics()) {
      boolean usesUsage = UsageQuestion.answers(metric);
      Question<?> question =
          usesUsage ? usageAsked ? null : usage(namespace) : values(metric, target, namespace.name);
      if (usesUsage && !usageAsked) {
        usageAsked = true;
        usage(namespace).usedMillis = now;
      }
      if (question != null) {
        question.fresh(state, now, age, ready);
      }
    }
    return --state.awaited == 0;
  }

  /** Resource usage of a namespace. */
  UsageQuestion usage(NamespaceState namespace) {
    UsageQuestion known = usages.get(namespace.name);
    if (known == null) {
      known = new UsageQuestion(namespace, ports.usages(), ports.metrics(), sampled);
      usages.put(namespace.name, known);
    }
    return known;
  }

  private @Nullable Question<?> values(MetricSpec metric, TargetState target, String namespace) {
    return switch (metric) {
      case MetricSpec.Resource m -> null;
      case MetricSpec.ContainerResource m -> null;
      case MetricSpec.Pods m -> pods(m.metric(), target, namespace);
      case MetricSpec.ObjectMetric m ->
          own.query(m, namespace) == null ? object(m, namespace) : null;
      case MetricSpec.External m -> external(m.metric(), namespace);
    };
  }

  /** The samples of a target's pods; null where the loop has the series itself. */
  @Nullable AnswerQuestion<CustomValue> pods(
      MetricIdentifier metric, TargetState target, String namespace) {
    LabelSelector selector = target.selector();
    if (own.defines(metric.name()) || selector == null) {
      return null;
    }
    CustomQuery query =
        new CustomQuery(
            GroupResource.PODS,
            namespace,
            CustomQuery.ALL,
            metric.name(),
            selector,
            selectorOf(metric));
    return used(
        customs,
        query,
        () -> sources.custom(query),
        () -> "no source has a metric " + metric.name() + " of pods; " + ownSeries());
  }

  /** The value of an object, where it is no series of the loop's own. */
  AnswerQuestion<CustomValue> object(MetricSpec.ObjectMetric spec, String namespace) {
    record Key(MetricSpec.ObjectMetric metric, String namespace) {}
    MetricIdentifier metric = spec.metric();
    ObjectReference object = spec.describedObject();
    String apiVersion = object.apiVersion().isEmpty() ? "v1" : object.apiVersion();
    return used(
        customs,
        new Key(spec, namespace),
        () ->
            ports
                .resourceNames()
                .plural(apiVersion, object.kind())
                .compose(
                    plural -> sources.custom(query(metric, object, apiVersion, plural, namespace))),
        () ->
            "no source has a metric "
                + metric.name()
                + " of "
                + object.kind()
                + " "
                + object.name());
  }

  private static CustomQuery query(
      MetricIdentifier metric,
      ObjectReference object,
      String apiVersion,
      String plural,
      String namespace) {
    int slash = apiVersion.indexOf('/');
    GroupResource resource =
        new GroupResource(slash < 0 ? "" : apiVersion.substring(0, slash), plural);
    boolean root = resource.equals(GroupResource.NAMESPACES);
    return new CustomQuery(
        resource,
        root ? "" : namespace,
        object.name(),
        metric.name(),
        EVERYTHING,
        selectorOf(metric));
  }

  /** The values of an external metric. */
  @Nullable AnswerQuestion<ExternalValue> external(MetricIdentifier metric, String namespace) {
    if (own.defines(metric.name())) {
      return null;
    }
    ExternalQuery query = new ExternalQuery(namespace, metric.name(), selectorOf(metric));
    return used(
        externals,
        query,
        () -> sources.external(query),
        () -> "no source has an external metric " + metric.name() + "; " + ownSeries());
  }

  private String ownSeries() {
    return "the series of the settings are " + own.names();
  }

  static LabelSelector selectorOf(MetricIdentifier metric) {
    return Objects.requireNonNullElse(metric.selector(), EVERYTHING);
  }

  private <V> AnswerQuestion<V> used(
      Map<Object, AnswerQuestion<V>> questions,
      Object key,
      Supplier<Future<Answer<V>>> source,
      Supplier<String> unknown) {
    AnswerQuestion<V> known = questions.get(key);
    if (known == null) {
      known = new AnswerQuestion<>(() -> onLoop(source), unknown);
      questions.put(key, known);
    }
    return known.usedAt(clock.millis());
  }

  private <T> Future<T> onLoop(Supplier<Future<T>> source) {
    Promise<T> promise = Promise.promise();
    source.get().onComplete(done -> context.runOnContext(v -> promise.handle(done)));
    return promise.future();
  }

  /**
   * Reads resource usage again between the evaluations that need it, where it has become too old.
   * In very large clusters that would cost more than it is worth.
   *
   * @param pods how many there are in the cluster
   */
  void look(long nowMillis, Settings settings, int pods) {
    long maxAgeMillis =
        Math.max(settings.usageInterval().toMillis(), pods * 1_000L / MAX_USAGES_A_SECOND);
    if (maxAgeMillis < settings.syncPeriod().toMillis()) {
      usages.forEach(
          (namespace, usage) -> {
            if (ports.leadership().follows(namespace)) {
              usage.refresh(nowMillis, maxAgeMillis, ready);
            }
          });
    }
  }

  /** Forgets what nobody asks any more. */
  void tick(long nowMillis) {
    usages.values().removeIf(q -> nowMillis - q.usedMillis > IDLE_MILLIS);
    externals.values().removeIf(q -> nowMillis - q.usedMillis() > IDLE_MILLIS);
    customs.values().removeIf(q -> nowMillis - q.usedMillis() > IDLE_MILLIS);
  }
}
