package dev.flyball.metrics.source.promql;

import dev.flyball.metrics.rules.CompiledRule;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks which series the selectors of rules select: names of series, names of labels, and which
 * series have the labels that name objects. Rules with the same selector share the questions. Owned
 * by one context.
 */
final class Discovery {
  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
  private static final String NAME = "__name__";

  private final PromQl server;
  private final List<CompiledRule> custom;
  private final List<CompiledRule> external;
  private final Map<String, RuleSeries> known = new HashMap<>();

  Discovery(PromQl server, List<CompiledRule> custom, List<CompiledRule> external) {
    this.server = server;
    this.custom = List.copyOf(custom);
    this.external = List.copyOf(external);
  }

  /**
   * What a discovery found.
   *
   * @param names the metrics, where a selector could not be asked those of the time before
   * @param failure why the server could not be asked; a selector that it refuses is no such failure
   */
  record Found(MetricNames names, Optional<PromQlFailure> failure) {}

  boolean isIdle() {
    return custom.isEmpty() && external.isEmpty();
  }

  /** Asks the server; the future does not fail. */
  Future<Found> run() {
    Map<String, List<CompiledRule>> bySelector = new TreeMap<>();
    external.forEach(rule -> bySelector.put(rule.seriesQuery(), new ArrayList<>()));
    custom.forEach(
        rule -> bySelector.computeIfAbsent(rule.seriesQuery(), s -> new ArrayList<>()).add(rule));
    List<Future<Optional<PromQlFailure>>> asked =
        bySelector.entrySet().stream().map(e -> ask(e.getKey(), e.getValue())).toList();
    return Future.join(asked)
        .map(
            all ->
                new Found(
                    names(),
                    asked.stream().flatMap(future -> future.result().stream()).findFirst()));
  }

  private MetricNames names() {
    MetricNames.Builder names = new MetricNames.Builder();
    for (CompiledRule rule : custom) {
      Optional.ofNullable(known.get(rule.seriesQuery())).ifPresent(s -> names.addCustom(rule, s));
    }
    for (CompiledRule rule : external) {
      Optional.ofNullable(known.get(rule.seriesQuery())).ifPresent(s -> names.addExternal(rule, s));
    }
    return names.build();
  }

  private Future<Optional<PromQlFailure>> ask(String selector, List<CompiledRule> rules) {
    return series(selector, rules)
        .map(
            result ->
                switch (result) {
                  case PromQlResult.Got<RuleSeries>(RuleSeries series) -> {
                    known.put(selector, series);
                    yield Optional.empty();
                  }
                  case PromQlResult.Failed<RuleSeries>(PromQlFailure failure) ->
                      failed(selector, failure);
                });
  }

  private Optional<PromQlFailure> failed(String selector, PromQlFailure failure) {
    LOG.atWarn()
        .addKeyValue("endpoint", server.endpoint())
        .log("no names of the series {}: {}", selector, failure.reason());
    return failure.kind() == PromQlFailure.Kind.REFUSED ? Optional.empty() : Optional.of(failure);
  }

  private Future<PromQlResult<RuleSeries>> series(String selector, List<CompiledRule> rules) {
    return server
        .labelValues(NAME, selector)
        .compose(
            names ->
                switch (names) {
                  case PromQlResult.Got<List<String>>(List<String> series)
                      when !series.isEmpty() && !rules.isEmpty() ->
                      withLabels(selector, series, rules);
                  case PromQlResult.Got<List<String>>(List<String> series) ->
                      Future.succeededFuture(
                          new PromQlResult.Got<>(new RuleSeries(sorted(series), Map.of())));
                  case PromQlResult.Failed<List<String>> failed ->
                      Future.succeededFuture(failed.as());
                });
  }

  private Future<PromQlResult<RuleSeries>> withLabels(
      String selector, List<String> series, List<CompiledRule> rules) {
    return server
        .labelNames(selector)
        .compose(
            labels ->
                switch (labels) {
                  case PromQlResult.Got<List<String>>(List<String> all) -> {
                    List<String> naming =
                        all.stream()
                            .filter(
                                label -> rules.stream().anyMatch(r -> r.kind(label).isPresent()))
                            .toList();
                    yield byLabel(selector, series, naming);
                  }
                  case PromQlResult.Failed<List<String>> failed ->
                      Future.succeededFuture(failed.as());
                });
  }

  /** One series has all the labels; of several, each label is asked for those that have it. */
  private Future<PromQlResult<RuleSeries>> byLabel(
      String selector, List<String> series, List<String> labels) {
    Map<String, List<String>> byLabel = new HashMap<>();
    if (series.size() == 1) {
      labels.forEach(label -> byLabel.put(label, series));
      return Future.succeededFuture(new PromQlResult.Got<>(new RuleSeries(series, byLabel)));
    }
    List<Future<PromQlResult<List<String>>>> asked =
        labels.stream()
            .map(label -> server.labelValues(NAME, SelectorText.withLabel(selector, label)))
            .toList();
    return Future.join(asked)
        .map(
            all -> {
              for (int i = 0; i < labels.size(); i++) {
                switch (Objects.requireNonNull(asked.get(i).result())) {
                  case PromQlResult.Got<List<String>>(List<String> having) ->
                      byLabel.put(labels.get(i), sorted(having));
                  case PromQlResult.Failed<List<String>> failed -> {
                    return failed.as();
                  }
                }
              }
              return new PromQlResult.Got<>(new RuleSeries(sorted(series), byLabel));
            });
  }

  private static List<String> sorted(List<String> names) {
    return names.stream().sorted().toList();
  }
}
