package dev.flyball.metrics.source.promql;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.Catalog.CustomMetric;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.CustomValue.DescribedObject;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.GroupResource;
import dev.flyball.metrics.api.MetricsProvider;
import dev.flyball.metrics.rules.SeriesQuery;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The series that settings define by PromQL: a table of pods for each namespace, one query for all
 * who ask. Rows of a result that have no label {@code pod} are values of an external metric of the
 * same name, with all their labels. Several rows of one pod add up.
 *
 * <p>May be called on any thread; works on the context of its queries, and futures complete there.
 * One object serves one configuration.
 */
public final class PromQlSeries implements MetricsProvider {
  private static final LabelSelector EVERYTHING = new LabelSelector(Map.of(), List.of());

  private final Map<String, SeriesQuery> series;
  private final CachedQueries queries;
  private final ObjectNames objects;
  private final Catalog catalog;

  /** Series of one configuration; nothing is asked before somebody asks. */
  public PromQlSeries(List<SeriesQuery> series, CachedQueries queries, ObjectNames objects) {
    this.series = new TreeMap<>();
    series.forEach(query -> this.series.put(query.name(), query));
    this.queries = queries;
    this.objects = objects;
    List<String> names = List.copyOf(this.series.keySet());
    catalog =
        new Catalog(
            names,
            names.stream().map(name -> new CustomMetric(GroupResource.PODS, true, name)).toList());
  }

  /** The values of a namespace's pods, in the order of their names. */
  public Future<Answer<PodValue>> pods(String name, String namespace) {
    return ask(name, namespace, EVERYTHING, rows -> podValues(rows, pod -> true));
  }

  @Override
  public Future<Catalog> catalog() {
    return Future.succeededFuture(catalog);
  }

  @Override
  public Future<Answer<CustomValue>> custom(CustomQuery query) {
    if (!query.resource().equals(GroupResource.PODS) || !series.containsKey(query.metric())) {
      return Future.succeededFuture(new Answer.Unknown<>());
    }
    if (!query.forAll()) {
      return custom(query, query.name()::equals);
    }
    return queries.onContext(
        () ->
            objects
                .names(GroupResource.PODS, query.namespace(), query.objects())
                .compose(names -> selected(query, names))
                .otherwise(e -> unavailable("no list of pods: " + e.getMessage())));
  }

  private Future<Answer<CustomValue>> selected(CustomQuery query, Optional<Set<String>> names) {
    if (names.isEmpty() && !query.objects().equals(EVERYTHING)) {
      return Future.succeededFuture(unavailable("the labels of pods are not known"));
    }
    return custom(query, pod -> names.isEmpty() || names.get().contains(pod));
  }

  private Answer<CustomValue> unavailable(String reason) {
    return new Answer.Unavailable<>(queries.server().endpoint(), reason);
  }

  private Future<Answer<CustomValue>> custom(CustomQuery query, Predicate<String> wanted) {
    return ask(
        query.metric(),
        query.namespace(),
        query.series(),
        rows ->
            podValues(rows, wanted).stream()
                .map(value -> described(query.namespace(), value))
                .toList());
  }

  private static CustomValue described(String namespace, PodValue value) {
    DescribedObject pod = new DescribedObject("v1", "Pod", namespace, value.pod());
    return new CustomValue(pod, value.milli(), value.atMillis(), 0);
  }

  @Override
  public Future<Answer<ExternalValue>> external(ExternalQuery query) {
    return ask(query.metric(), query.namespace(), query.selector(), PromQlSeries::externalValues);
  }

  private static List<ExternalValue> externalValues(List<PromQlSample> rows) {
    return rows.stream()
        .filter(row -> row.label(SeriesQuery.POD).isEmpty())
        .map(row -> new ExternalValue(row.labels(), row.milli(), row.atMillis(), 0))
        .toList();
  }

  private static List<PodValue> podValues(List<PromQlSample> rows, Predicate<String> wanted) {
    Map<String, PodValue> values = new HashMap<>();
    for (PromQlSample row : rows) {
      String pod = row.label(SeriesQuery.POD);
      if (!pod.isEmpty() && wanted.test(pod)) {
        values.merge(pod, new PodValue(pod, row.milli(), row.atMillis()), PromQlSeries::sum);
      }
    }
    List<PodValue> sorted = new ArrayList<>(values.values());
    sorted.sort(Comparator.comparing(PodValue::pod));
    return sorted;
  }

  private static PodValue sum(PodValue a, PodValue b) {
    return new PodValue(a.pod(), a.milli() + b.milli(), Math.min(a.atMillis(), b.atMillis()));
  }

  private <T> Future<Answer<T>> ask(
      String name,
      String namespace,
      LabelSelector selector,
      Function<List<PromQlSample>, List<T>> reading) {
    SeriesQuery query = series.get(name);
    if (query == null) {
      return Future.succeededFuture(new Answer.Unknown<>());
    }
    Predicate<PromQlSample> selected =
        query.usesMatchers() ? row -> true : row -> selector.matches(row.labels());
    return queries.onContext(
        () ->
            QueryAnswers.of(
                queries,
                query.render(namespace, selector),
                vector ->
                    reading.apply(
                        vector.samples().stream()
                            .filter(row -> isOf(namespace, row, query.usesMatchers()))
                            .filter(selected)
                            .toList())));
  }

  /** A row that does not say its namespace is of the one that the query asked for, if it did. */
  private static boolean isOf(String namespace, PromQlSample row, boolean asked) {
    String own = row.label(SeriesQuery.NAMESPACE);
    return own.equals(namespace)
        || (own.isEmpty() && (asked || row.label(SeriesQuery.POD).isEmpty()));
  }
}
