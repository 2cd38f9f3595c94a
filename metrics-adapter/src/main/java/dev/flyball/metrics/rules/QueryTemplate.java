package dev.flyball.metrics.rules;

import dev.flyball.metrics.rules.template.GoTemplate;
import dev.flyball.metrics.rules.template.TemplateException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A PromQL query with the fields that prometheus-adapter gives such templates. */
final class QueryTemplate {
  private static final Set<String> FIELDS =
      Set.of("Series", "LabelMatchers", "LabelValuesByName", "GroupBy", "GroupBySlice");

  private final GoTemplate template;

  private QueryTemplate(GoTemplate template) {
    this.template = template;
  }

  /**
   * Parses a template and tries it out once.
   *
   * @param field how problems name the field that it stands in
   * @param example matchers of a question such as it will get
   * @param groupBy labels of a question such as it will get
   */
  static QueryTemplate compile(
      String field, String text, LabelMatchers example, List<String> groupBy) throws RuleException {
    if (text.isBlank()) {
      throw new RuleException(
          field, "is missing", "write a query such as sum(<<.Series>>{<<.LabelMatchers>>})");
    }
    try {
      QueryTemplate parsed = new QueryTemplate(GoTemplate.parse(text, FIELDS));
      parsed.check(example, groupBy);
      return parsed;
    } catch (TemplateException e) {
      throw new RuleException(
          field,
          e.expression() + ": " + e.getMessage(),
          "use <<.Series>>, <<.LabelMatchers>>, <<.GroupBy>>, <<.GroupBySlice>>"
              + " or <<index .LabelValuesByName \"label\">>");
    }
  }

  private void check(LabelMatchers example, List<String> groupBy) throws TemplateException {
    try {
      template.render(data("series_name_total", example, groupBy));
    } catch (TemplateException e) {
      if (!e.isDataDependent()) {
        throw e;
      }
    }
  }

  /** The query for a series. */
  RuleQuery render(String series, LabelMatchers matchers, List<String> groupBy) {
    try {
      String query = template.render(data(series, matchers, groupBy)).strip();
      return query.isEmpty()
          ? new RuleQuery.Impossible("the rule's template gives an empty query")
          : new RuleQuery.PromQl(query);
    } catch (TemplateException e) {
      return new RuleQuery.Impossible(e.expression() + ": " + e.getMessage());
    }
  }

  private static Map<String, Object> data(
      String series, LabelMatchers matchers, List<String> groupBy) {
    return Map.of(
        "Series",
        series,
        "LabelMatchers",
        matchers.text(),
        "LabelValuesByName",
        matchers.values(),
        "GroupBy",
        String.join(",", groupBy),
        "GroupBySlice",
        groupBy);
  }
}
