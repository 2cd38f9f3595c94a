package dev.flyball.metrics.source.promql;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.CustomValue.DescribedObject;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.MetricsProvider;
import dev.flyball.metrics.rules.CompiledRule;
import dev.flyball.metrics.rules.CustomScope;
import dev.flyball.metrics.rules.ResourceKind;
import dev.flyball.metrics.rules.ResourceKinds;
import dev.flyball.metrics.rules.RuleQuery;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Answers custom and external metrics by rules of prometheus-adapter. One query serves all who ask
 * for a series of a namespace; of what the server has, only names are kept.
 *
 * <p>May be called on any thread; works on its context, and futures complete there. One object
 * serves one configuration: another configuration is another object, and the old one is closed.
 */
public final class RuleMetrics implements MetricsProvider {
  private static final LabelSelector EVERYTHING = new LabelSelector(Map.of(), List.of());

  private final CachedQueries queries;
  private final NameWatch names;
  private final ResourceKinds kinds;
  private final ObjectNames objects;

  /**
   * The rules of one configuration.
   *
   * @param custom rules for custom metrics
   * @param external rules for external metrics
   */
  public record Rules(List<CompiledRule> custom, List<CompiledRule> external) {
    public Rules {
      custom = List.copyOf(custom);
      external = List.copyOf(external);
    }
  }

  /**
   * What is known of the cluster.
   *
   * @param kinds kinds of objects
   * @param objects which objects there are
   */
  public record Cluster(ResourceKinds kinds, ObjectNames objects) {}

  /**
   * Metrics of these rules; nothing is asked before somebody asks.
   *
   * @param context owner of everything here, and of the queries
   */
  public RuleMetrics(
      Context context,
      Rules rules,
      CachedQueries queries,
      Cluster cluster,
      DiscoverySettings settings) {
    this(context, rules, queries, cluster, settings, InstantSource.system());
  }

  RuleMetrics(
      Context context,
      Rules rules,
      CachedQueries queries,
      Cluster cluster,
      DiscoverySettings settings,
      InstantSource clock) {
    this.queries = queries;
    kinds = cluster.kinds();
    objects = cluster.objects();
    Discovery discovery = new Discovery(queries.server(), rules.custom(), rules.external());
    names = new NameWatch(context, discovery, settings, clock);
  }

  @Override
  public Future<Catalog> catalog() {
    return queries.onContext(() -> names.names().map(MetricNames::catalog));
  }

  @Override
  public Future<Answer<ExternalValue>> external(ExternalQuery query) {
    return queries.onContext(
        () ->
            found(
                names -> names.external(query.metric()),
                series ->
                    ask(
                        series
                            .rule()
                            .external(series.series(), query.namespace(), query.selector()),
                        RuleMetrics::externalValues)));
  }

  private static List<ExternalValue> externalValues(InstantVector vector) {
    return vector.samples().stream()
        .map(sample -> new ExternalValue(sample.labels(), sample.milli(), sample.atMillis(), 0))
        .toList();
  }

  @Override
  public Future<Answer<CustomValue>> custom(CustomQuery query) {
    Optional<ResourceKind> kind = kinds.find(query.resource().group(), query.resource().resource());
    if (kind.isEmpty()) {
      return Future.succeededFuture(new Answer.Unknown<>());
    }
    return queries.onContext(
        () ->
            found(
                names -> names.custom(kind.get(), query.metric()),
                series -> custom(series, kind.get(), query)));
  }

  private Future<Answer<CustomValue>> custom(
      SeriesOfRule series, ResourceKind kind, CustomQuery query) {
    if (!query.forAll()) {
      return custom(series, kind, query, Optional.of(Set.of(query.name())));
    }
    String namespace = kind.namespaced() ? query.namespace() : "";
    return objects
        .names(kind.resource(), namespace, query.objects())
        .map(Result::of)
        .otherwise(Result::failure)
        .compose(
            wanted -> {
              if (wanted.failure.isPresent()) {
                return unavailable(wanted.failure.get());
              }
              if (wanted.names.isEmpty() && !query.objects().equals(EVERYTHING)) {
                return unavailable("the labels of " + kind.resource() + " are not known");
              }
              return custom(series, kind, query, wanted.names);
            });
  }

  /** Names of objects, or why they cannot be had. */
  private record Result(Optional<Set<String>> names, Optional<String> failure) {
    static Result of(Optional<Set<String>> names) {
      return new Result(names, Optional.empty());
    }

    static Result failure(Throwable e) {
      return new Result(Optional.empty(), Optional.of("no list of objects: " + e.getMessage()));
    }
  }

  private Future<Answer<CustomValue>> unavailable(String reason) {
    return Future.succeededFuture(new Answer.Unavailable<>(queries.server().endpoint(), reason));
  }

  /**
   * Asks for objects.
   *
   * @param wanted names of the objects; empty for every one that the result has
   */
  private Future<Answer<CustomValue>> custom(
      SeriesOfRule series, ResourceKind kind, CustomQuery query, Optional<Set<String>> wanted) {
    if (wanted.isPresent() && wanted.get().isEmpty()) {
      return Future.succeededFuture(new Answer.Values<>(List.of()));
    }
    List<String> named =
        series.needsNames() && wanted.isPresent()
            ? wanted.get().stream().sorted().toList()
            : List.of();
    CustomScope scope = new CustomScope(kind, query.namespace(), query.series(), named);
    String label = series.rule().label(kind).orElse("");
    return ask(
        series.rule().custom(series.series(), scope),
        vector -> customValues(vector.by(label), kind, query, wanted));
  }

  private static List<CustomValue> customValues(
      Map<String, PromQlSample> table,
      ResourceKind kind,
      CustomQuery query,
      Optional<Set<String>> wanted) {
    List<CustomValue> values = new ArrayList<>();
    for (String name : wanted.orElse(table.keySet())) {
      PromQlSample sample = table.get(name);
      if (sample != null) {
        values.add(value(kind, query, name, sample));
      }
    }
    values.sort(Comparator.comparing(value -> value.object().name()));
    return values;
  }

  private static CustomValue value(
      ResourceKind kind, CustomQuery query, String name, PromQlSample sample) {
    String namespace = kind.namespaced() ? query.namespace() : "";
    DescribedObject object = new DescribedObject(kind.apiVersion(), kind.kind(), namespace, name);
    return new CustomValue(object, sample.milli(), sample.atMillis(), 0);
  }

  private <T> Future<Answer<T>> found(
      Function<MetricNames, Optional<SeriesOfRule>> name,
      Function<SeriesOfRule, Future<Answer<T>>> then) {
    return names
        .find(name)
        .compose(
            lookup ->
                switch (lookup) {
                  case NameWatch.Lookup.Known<SeriesOfRule>(SeriesOfRule series) ->
                      then.apply(series);
                  case NameWatch.Lookup.Unknown<SeriesOfRule> none ->
                      Future.succeededFuture(new Answer.Unknown<>());
                  case NameWatch.Lookup.Unasked<SeriesOfRule>(PromQlFailure failure) ->
                      Future.succeededFuture(
                          new Answer.Unavailable<>(queries.server().endpoint(), failure.reason()));
                });
  }

  private <T> Future<Answer<T>> ask(RuleQuery query, Function<InstantVector, List<T>> reading) {
    return QueryAnswers.of(queries, query, reading);
  }

  /** Asks no more on its own; the queries stay open. */
  public void close() {
    queries.onContext(
        () -> {
          names.close();
          return Future.succeededFuture();
        });
  }
}
