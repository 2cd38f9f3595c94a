package dev.flyball.metrics.api;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Several providers, asked in order: the first one that knows a metric answers.
 *
 * <p>A provider whose source is down may or may not know the metric; those after it are asked, and
 * where none of them knows it, the source that is down is named.
 */
public final class ChainedMetrics implements MetricsProvider {
  private final List<MetricsProvider> providers;

  /** These providers, the first one first. */
  public ChainedMetrics(List<MetricsProvider> providers) {
    this.providers = List.copyOf(providers);
  }

  @Override
  public Future<Catalog> catalog() {
    return Future.all(providers.stream().map(MetricsProvider::catalog).toList())
        .map(
            all -> {
              TreeSet<String> external = new TreeSet<>();
              List<Catalog.CustomMetric> custom = new ArrayList<>();
              for (int i = 0; i < all.size(); i++) {
                Catalog one = all.resultAt(i);
                external.addAll(one.external());
                one.custom().stream().filter(m -> !custom.contains(m)).forEach(custom::add);
              }
              return new Catalog(List.copyOf(external), custom);
            });
  }

  @Override
  public Future<Answer<ExternalValue>> external(ExternalQuery query) {
    return ask(0, new Answer.Unknown<>(), provider -> provider.external(query));
  }

  @Override
  public Future<Answer<CustomValue>> custom(CustomQuery query) {
    return ask(0, new Answer.Unknown<>(), provider -> provider.custom(query));
  }

  private <T> Future<Answer<T>> ask(
      int index, Answer<T> sofar, Function<MetricsProvider, Future<Answer<T>>> question) {
    if (index == providers.size()) {
      return Future.succeededFuture(sofar);
    }
    return question
        .apply(providers.get(index))
        .compose(
            answer ->
                switch (answer) {
                  case Answer.Values<T> values -> Future.succeededFuture(values);
                  case Answer.Unknown<T> unknown -> ask(index + 1, sofar, question);
                  case Answer.Unavailable<T> down -> ask(index + 1, down, question);
                });
  }
}
