package dev.flyball.metrics.rules;

import java.util.ArrayList;
import java.util.List;

/** Compiles rules; what is wrong with one costs that rule and no other. */
public final class RuleCompiler {
  private static final String CUSTOM = "rules";
  private static final String EXTERNAL = "externalRules";

  private final ResourceKinds kinds;

  /** A compiler that knows these kinds of objects. */
  public RuleCompiler(ResourceKinds kinds) {
    this.kinds = kinds;
  }

  /**
   * What came of a list of rules.
   *
   * @param rules those that can be used, in their order
   * @param problems why the others cannot
   */
  public record Compilation(List<CompiledRule> rules, List<RuleProblem> problems) {
    public Compilation {
      rules = List.copyOf(rules);
      problems = List.copyOf(problems);
    }
  }

  /** Compiles {@code rules}, which are for custom metrics. */
  public Compilation custom(List<AdapterRule> rules) {
    return compile(CUSTOM, rules);
  }

  /** Compiles {@code externalRules}, which are for external metrics. */
  public Compilation external(List<AdapterRule> rules) {
    return compile(EXTERNAL, rules);
  }

  private Compilation compile(String list, List<AdapterRule> rules) {
    List<CompiledRule> compiled = new ArrayList<>();
    List<RuleProblem> problems = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      try {
        compiled.add(compile(rules.get(i), list.equals(CUSTOM)));
      } catch (RuleException e) {
        problems.add(e.at(list, i));
      }
    }
    return new Compilation(compiled, problems);
  }

  private CompiledRule compile(AdapterRule rule, boolean custom) throws RuleException {
    if (rule.seriesQuery().isBlank()) {
      throw new RuleException(
          "seriesQuery", "is empty", "write a selector such as http_requests_total{pod!=\"\"}");
    }
    MetricNaming naming = MetricNaming.compile(rule);
    ResourceMapping resources = ResourceMapping.compile(rule.resources(), kinds);
    LabelMatchers example = new LabelMatchers().equal("namespace", "default");
    if (custom) {
      example.named("pod", List.of("name"));
    }
    QueryTemplate query =
        QueryTemplate.compile(
            "metricsQuery", rule.metricsQuery(), example, custom ? List.of("pod") : List.of());
    CompiledRule compiled = new CompiledRule(rule, naming, resources, query);
    checkLabels(rule, resources, compiled, custom);
    return compiled;
  }

  private static void checkLabels(
      AdapterRule rule, ResourceMapping resources, CompiledRule compiled, boolean custom)
      throws RuleException {
    if (custom && resources.isEmpty()) {
      throw new RuleException(
          "resources",
          "says of no label which objects it names",
          "write for example {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}");
    }
    boolean asksNamespace = !custom && rule.resources().namespaced().orElse(true);
    if (asksNamespace && compiled.namespaceLabel().isEmpty()) {
      throw new RuleException(
          "resources",
          "says of no label that it names the namespace, in which external metrics are asked",
          "write {overrides: {namespace: {resource: namespace}}}, or {namespaced: false}");
    }
  }
}
