package dev.flyball.metrics.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/** Which series a rule takes by their names, and what it calls their metrics. */
final class MetricNaming {
  private record NameTest(GoRegex expression, boolean wanted) {}

  private final List<NameTest> tests;
  private final GoRegex matches;
  private final NameTemplate as;

  private MetricNaming(List<NameTest> tests, GoRegex matches, NameTemplate as) {
    this.tests = tests;
    this.matches = matches;
    this.as = as;
  }

  static MetricNaming compile(AdapterRule rule) throws RuleException {
    List<NameTest> tests = new ArrayList<>();
    for (int i = 0; i < rule.seriesFilters().size(); i++) {
      AdapterRule.Filter filter = rule.seriesFilters().get(i);
      String field = "seriesFilters[" + i + "]." + (filter.wanted() ? "is" : "isNot");
      if (filter.expression().isEmpty()) {
        throw new RuleException(
            field, "is empty", "write a regular expression, or drop the filter");
      }
      tests.add(new NameTest(GoRegex.compile(field, filter.expression()), filter.wanted()));
    }
    String written = rule.name().matches();
    GoRegex matches = GoRegex.compile("name.matches", written.isEmpty() ? ".*" : written);
    String as = rule.name().as().isEmpty() ? defaultName(matches) : rule.name().as();
    return new MetricNaming(tests, matches, NameTemplate.compile(as, matches));
  }

  private static String defaultName(GoRegex matches) throws RuleException {
    return switch (matches.groups().size()) {
      case 0 -> "$0";
      case 1 -> "$1";
      default ->
          throw new RuleException(
              "name.as",
              "is missing, and name.matches has " + matches.groups().size() + " groups",
              "write the metric's name, such as \"${1}_per_second\"");
    };
  }

  /** The metric's name for a series; empty if the rule does not take the series. */
  Optional<String> metric(String series) {
    for (NameTest test : tests) {
      if (test.expression.find(series) != test.wanted) {
        return Optional.empty();
      }
    }
    Matcher match = matches.matcher(series);
    return match.find()
        ? Optional.of(as.expand(match)).filter(name -> !name.isEmpty())
        : Optional.empty();
  }
}
