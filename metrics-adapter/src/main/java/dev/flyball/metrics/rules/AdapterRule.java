package dev.flyball.metrics.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule of prometheus-adapter, as written. Nothing is compiled here: templates and expressions
 * keep their text.
 *
 * @param seriesQuery which series of Prometheus the rule is about
 * @param seriesFilters further tests of their names
 * @param resources how their labels name Kubernetes resources
 * @param name how their names become names of metrics
 * @param metricsQuery template of the query; empty where none is written, which no rule can be
 *     compiled from
 */
public record AdapterRule(
    String seriesQuery,
    List<Filter> seriesFilters,
    Resources resources,
    NameMapping name,
    String metricsQuery) {
  public AdapterRule {
    seriesFilters = List.copyOf(seriesFilters);
  }

  /**
   * A test of a series' name.
   *
   * @param expression regular expression
   * @param wanted whether the name must match, or must not
   */
  public record Filter(String expression, boolean wanted) {}

  /**
   * How labels name resources.
   *
   * @param template template of a label's name for any resource; empty for none
   * @param overrides resources by label
   * @param namespaced whether the metrics belong to namespaces; empty takes the default, true
   */
  public record Resources(
      String template, Map<String, GroupResource> overrides, Optional<Boolean> namespaced) {
    /** No word about resources. */
    public static final Resources NONE = new Resources("", Map.of(), Optional.empty());

    public Resources {
      overrides = Map.copyOf(overrides);
    }
  }

  /**
   * A resource of the API.
   *
   * @param group its group; empty for the core group
   * @param resource its name, singular or plural
   */
  public record GroupResource(String group, String resource) {}

  /**
   * How a series' name becomes a metric's.
   *
   * @param matches regular expression over the series' name; empty matches all of it
   * @param as the metric's name, with groups of the expression; empty takes the default
   */
  public record NameMapping(String matches, String as) {
    /** The series' own name. */
    public static final NameMapping NONE = new NameMapping("", "");
  }
}
