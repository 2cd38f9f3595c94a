package dev.flyball.metrics.rules;

import dev.flyball.core.policy.LabelSelector;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A rule of prometheus-adapter, ready for use. Immutable, for any thread.
 *
 * <p>Queries are those of prometheus-adapter with one difference: it names the objects in {@code
 * <<.LabelMatchers>>} ({@code pod=~"a|b"}), where this asks for all objects of a namespace at once
 * ({@code pod!=""}), grouped by the label that names them, so that one query serves every question.
 * A rule whose template reads the objects' names on its own, through {@code
 * <<.LabelValuesByName>>}, gets them as prometheus-adapter gives them: {@link #needsNames} tells.
 */
public final class CompiledRule {
  private final String seriesQuery;
  private final boolean namespaced;
  private final MetricNaming naming;
  private final ResourceMapping resources;
  private final QueryTemplate query;

  CompiledRule(
      AdapterRule rule, MetricNaming naming, ResourceMapping resources, QueryTemplate query) {
    seriesQuery = rule.seriesQuery();
    namespaced = rule.resources().namespaced().orElse(true);
    this.naming = naming;
    this.resources = resources;
    this.query = query;
  }

  /** The selector of the series that the rule is about. */
  public String seriesQuery() {
    return seriesQuery;
  }

  /** The name of the metric that a series gives; empty if the rule does not take the series. */
  public Optional<String> metric(String series) {
    return naming.metric(series);
  }

  /** The kind of objects whose names a label holds; empty if it holds something else. */
  public Optional<ResourceKind> kind(String label) {
    return resources.kind(label);
  }

  /** The label that holds the names of such objects; empty if the rule does not know them. */
  public Optional<String> label(ResourceKind kind) {
    return resources.label(kind);
  }

  /** The label that holds namespaces; empty if the rule does not know it. */
  public Optional<String> namespaceLabel() {
    return resources.label(BuiltInKinds.NAMESPACE);
  }

  /** Whether the template asks for objects by names other than through the label matchers. */
  public boolean needsNames(String series, ResourceKind kind) {
    String label = label(kind).orElse("");
    List<String> groupBy = List.of(label);
    RuleQuery one = query.render(series, new LabelMatchers().value(label, "a"), groupBy);
    return !one.equals(query.render(series, new LabelMatchers().value(label, "b"), groupBy));
  }

  /** The query for a custom metric, grouped by the objects' label. */
  public RuleQuery custom(String series, CustomScope scope) {
    Optional<String> label = label(scope.kind());
    if (label.isEmpty()) {
      return new RuleQuery.Impossible("no label of the rule names " + scope.kind().resource());
    }
    Optional<String> problem =
        LabelMatchers.problem(scope.series())
            .or(() -> LabelMatchers.nameProblem(scope.namespace()))
            .or(() -> scope.names().stream().flatMap(CompiledRule::nameProblem).findFirst());
    if (problem.isPresent()) {
      return new RuleQuery.Impossible(problem.get());
    }
    LabelMatchers matchers = new LabelMatchers().add(scope.series());
    if (scope.kind().namespaced()) {
      Optional<String> namespaceLabel = namespaceLabel();
      if (namespaceLabel.isEmpty()) {
        return new RuleQuery.Impossible("no label of the rule names the namespace");
      }
      matchers.equal(namespaceLabel.get(), scope.namespace());
    }
    if (scope.names().isEmpty()) {
      matchers.present(label.get());
    } else {
      matchers.named(label.get(), scope.names());
    }
    return query.render(series, matchers, List.of(label.get()));
  }

  /** The query for an external metric. */
  public RuleQuery external(String series, String namespace, LabelSelector selector) {
    Optional<String> problem =
        LabelMatchers.problem(selector).or(() -> LabelMatchers.nameProblem(namespace));
    if (problem.isPresent()) {
      return new RuleQuery.Impossible(problem.get());
    }
    LabelMatchers matchers = new LabelMatchers().add(selector);
    if (namespaced && !namespace.isEmpty()) {
      Optional<String> label = namespaceLabel();
      if (label.isEmpty()) {
        return new RuleQuery.Impossible("no label of the rule names the namespace");
      }
      matchers.equal(label.get(), namespace);
    }
    return query.render(series, matchers, List.of());
  }

  private static Stream<String> nameProblem(String name) {
    return LabelMatchers.nameProblem(name).stream();
  }
}
