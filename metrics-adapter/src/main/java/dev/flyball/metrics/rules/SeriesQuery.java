package dev.flyball.metrics.rules;

import dev.flyball.core.policy.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The query of a series that the settings define by PromQL. Its result has the labels {@code
 * namespace} and {@code pod}, or other labels where it is about no pods.
 *
 * <p>The template has the fields of rules: {@code <<.LabelMatchers>>} is the namespace's matcher
 * and those of a selector, {@code <<.Series>>} the series' name, {@code <<.GroupBy>>} is {@code
 * namespace,pod}. Immutable, for any thread.
 */
public final class SeriesQuery {
  /** The label that holds the namespace. */
  public static final String NAMESPACE = "namespace";

  /** The label that holds the pod's name. */
  public static final String POD = "pod";

  private static final LabelSelector EVERYTHING = new LabelSelector(Map.of(), List.of());
  private static final List<String> GROUP_BY = List.of(NAMESPACE, POD);

  private final String name;
  private final QueryTemplate template;
  private final boolean usesMatchers;

  private SeriesQuery(String name, QueryTemplate template) {
    this.name = name;
    this.template = template;
    RuleQuery one = template.render(name, new LabelMatchers().equal("a", "a"), GROUP_BY);
    usesMatchers =
        !one.equals(template.render(name, new LabelMatchers().equal("b", "b"), GROUP_BY));
  }

  /** What became of a query: itself, or why it cannot be used. */
  public sealed interface Compiled {
    /** It can be used. */
    record Usable(SeriesQuery query) implements Compiled {}

    /**
     * It cannot.
     *
     * @param problem what is wrong; its place is within the series
     */
    record Unusable(RuleProblem problem) implements Compiled {}
  }

  /**
   * Compiles the query of a series.
   *
   * @param name name of the series
   * @param query its query, as written
   */
  public static Compiled compile(String name, String query) {
    try {
      LabelMatchers example = new LabelMatchers().equal(NAMESPACE, "default");
      return new Compiled.Usable(
          new SeriesQuery(
              name, QueryTemplate.compile("prometheus.query", query, example, GROUP_BY)));
    } catch (RuleException e) {
      return new Compiled.Unusable(e.at("series", 0));
    }
  }

  /** Name of the series. */
  public String name() {
    return name;
  }

  /**
   * Whether the query itself takes selectors; otherwise they are applied to the labels of its
   * result.
   */
  public boolean usesMatchers() {
    return usesMatchers;
  }

  /** The query for the series of a namespace. */
  public RuleQuery render(String namespace, LabelSelector selector) {
    LabelSelector asked = usesMatchers ? selector : EVERYTHING;
    Optional<String> problem =
        LabelMatchers.problem(asked).or(() -> LabelMatchers.nameProblem(namespace));
    if (problem.isPresent()) {
      return new RuleQuery.Impossible(problem.get());
    }
    LabelMatchers matchers = new LabelMatchers().add(asked);
    return template.render(name, matchers.equal(NAMESPACE, namespace), GROUP_BY);
  }
}
