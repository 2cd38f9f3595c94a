package dev.flyball.controller.config;

import dev.flyball.metrics.rules.AdapterRule;
import dev.flyball.metrics.rules.AdapterRule.Filter;
import dev.flyball.metrics.rules.AdapterRule.GroupResource;
import dev.flyball.metrics.rules.AdapterRule.NameMapping;
import dev.flyball.metrics.rules.AdapterRule.Resources;
import dev.flyball.metrics.rules.ResourceKinds;
import dev.flyball.metrics.rules.RuleCompiler;
import dev.flyball.metrics.rules.RuleProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules of prometheus-adapter. They are compiled once, so that what is wrong with their
 * templates and expressions is told with its line.
 */
final class RulesReader {
  private static final RuleCompiler COMPILER = new RuleCompiler(ResourceKinds.builtIn());

  private RulesReader() {}

  /** The rules for custom metrics. */
  static List<AdapterRule> rules(@Nullable Value list) {
    return rules(list, COMPILER::custom);
  }

  /** The rules for external metrics. */
  static List<AdapterRule> externalRules(@Nullable Value list) {
    return rules(list, COMPILER::external);
  }

  private static List<AdapterRule> rules(
      @Nullable Value list, Function<List<AdapterRule>, RuleCompiler.Compilation> compiler) {
    if (list == null) {
      return List.of();
    }
    int before = list.problems().count();
    List<AdapterRule> rules = new ArrayList<>();
    List<Value> items = list.items();
    for (Value item : items) {
      AdapterRule rule = rule(item);
      if (rule != null) {
        rules.add(rule);
      }
    }
    if (list.problems().count() == before) {
      compiler
          .apply(rules)
          .problems()
          .forEach(problem -> report(items.get(problem.index()), problem));
    }
    return rules;
  }

  /** Reports a problem at the field that it is about, where that is written, or at its owner. */
  private static void report(Value rule, RuleProblem problem) {
    Value at = rule;
    for (String name : problem.field().split("\\.", -1)) {
      Fields fields = at.node() instanceof Node.Mapping ? Fields.openAny(at) : null;
      Value next = fields == null ? null : fields.get(name);
      if (next == null) {
        String path = rule.path() + "." + problem.field();
        at.problems().error(at.node().at(), path, problem.problem(), problem.remedy());
        return;
      }
      at = next;
    }
    at.error(problem.problem(), problem.remedy());
  }

  private static @Nullable AdapterRule rule(Value item) {
    Fields fields =
        Fields.open(item, "seriesQuery", "seriesFilters", "resources", "name", "metricsQuery");
    if (fields == null) {
      return null;
    }
    String query =
        Scalars.text(fields.require("seriesQuery", "write which series the rule is about"));
    List<Filter> filters = filters(fields.get("seriesFilters"));
    Resources resources = resources(fields.get("resources"));
    NameMapping name = name(fields.get("name"));
    String metricsQuery = textOrEmpty(fields.get("metricsQuery"));
    return query == null ? null : new AdapterRule(query, filters, resources, name, metricsQuery);
  }

  private static List<Filter> filters(@Nullable Value list) {
    List<Filter> filters = new ArrayList<>();
    for (Value item : list == null ? List.<Value>of() : list.items()) {
      Fields fields = Fields.open(item, "is", "isNot");
      if (fields == null) {
        continue;
      }
      String is = Scalars.text(fields.get("is"));
      String isNot = Scalars.text(fields.get("isNot"));
      if (fields.get("is") == null && fields.get("isNot") == null) {
        fields.reportMissing("is", "write is or isNot with a regular expression");
      }
      if (is != null) {
        filters.add(new Filter(is, true));
      }
      if (isNot != null) {
        filters.add(new Filter(isNot, false));
      }
    }
    return filters;
  }

  private static Resources resources(@Nullable Value value) {
    Fields fields = Fields.open(value, "template", "overrides", "namespaced");
    if (fields == null) {
      return Resources.NONE;
    }
    Map<String, GroupResource> overrides = new HashMap<>();
    Fields byLabel = Fields.openAny(fields.get("overrides"));
    if (byLabel != null) {
      for (Map.Entry<String, Value> entry : byLabel.all().entrySet()) {
        GroupResource resource = groupResource(entry.getValue());
        if (resource != null) {
          overrides.put(entry.getKey(), resource);
        }
      }
    }
    return new Resources(
        textOrEmpty(fields.get("template")),
        overrides,
        Optional.ofNullable(Scalars.truth(fields.get("namespaced"))));
  }

  private static @Nullable GroupResource groupResource(Value value) {
    Fields fields = Fields.open(value, "group", "resource");
    if (fields == null) {
      return null;
    }
    String resource = Scalars.text(fields.require("resource", "write a resource, such as pod"));
    String group = textOrEmpty(fields.get("group"));
    return resource == null ? null : new GroupResource(group, resource);
  }

  private static NameMapping name(@Nullable Value value) {
    Fields fields = Fields.open(value, "matches", "as");
    return fields == null
        ? NameMapping.NONE
        : new NameMapping(textOrEmpty(fields.get("matches")), textOrEmpty(fields.get("as")));
  }

  private static String textOrEmpty(@Nullable Value value) {
    return Objects.requireNonNullElse(Scalars.anyText(value), "");
  }
}
