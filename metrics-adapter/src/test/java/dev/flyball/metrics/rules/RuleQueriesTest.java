package dev.flyball.metrics.rules;

import static dev.flyball.metrics.rules.RuleTexts.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.LabelSelector.Operator;
import dev.flyball.core.policy.LabelSelector.Requirement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleQueriesTest {
  private static final RuleCompiler COMPILER = new RuleCompiler(ResourceKinds.builtIn());
  private static final LabelSelector NONE = new LabelSelector(Map.of(), List.of());
  private static final LabelSelector GET = new LabelSelector(Map.of("verb", "GET"), List.of());
  private static final ResourceKind PODS = kind("pod");

  private static ResourceKind kind(String name) {
    return ResourceKinds.builtIn().find("", name).orElseThrow();
  }

  private static LabelSelector where(String key, Operator operator, String... values) {
    return new LabelSelector(Map.of(), List.of(new Requirement(key, operator, List.of(values))));
  }

  private static CompiledRule custom(AdapterRule rule) {
    return COMPILER.custom(List.of(rule)).rules().getFirst();
  }

  static Stream<Arguments> customQueries() {
    RuleTexts kube = rule().template("kube_<<.Group>>_<<.Resource>>");
    RuleTexts container =
        rule().query("sum(<<.Series>>{<<.LabelMatchers>>,container!=\"POD\"}) by (<<.GroupBy>>)");
    return Stream.of(
        argumentSet(
            "the article",
            rule(),
            new CustomScope(PODS, "shop", NONE, List.of()),
            "sum(rate(m_total{namespace=\"shop\",pod!=\"\"}[2m])) by (pod)"),
        argumentSet(
            "with a selector of series",
            rule(),
            new CustomScope(PODS, "shop", GET, List.of()),
            "sum(rate(m_total{verb=\"GET\",namespace=\"shop\",pod!=\"\"}[2m])) by (pod)"),
        argumentSet(
            "with a further matcher",
            container,
            new CustomScope(PODS, "shop", NONE, List.of()),
            "sum(m_total{namespace=\"shop\",pod!=\"\",container!=\"POD\"}) by (pod)"),
        argumentSet(
            "nodes, which have no namespace",
            rule().overrides("node", "node").query(container.build().metricsQuery()),
            new CustomScope(kind("node"), "", NONE, List.of()),
            "sum(m_total{node!=\"\",container!=\"POD\"}) by (node)"),
        argumentSet(
            "namespaces",
            rule(),
            new CustomScope(kind("namespaces"), "", NONE, List.of()),
            "sum(rate(m_total{namespace!=\"\"}[2m])) by (namespace)"),
        argumentSet(
            "a template of labels",
            kube,
            new CustomScope(kind("ingresses"), "shop", NONE, List.of()),
            "sum(rate(m_total{kube__namespace=\"shop\",kube_networking_k8s_io_ingress!=\"\"}[2m]))"
                + " by (kube_networking_k8s_io_ingress)"),
        argumentSet(
            "raw forms",
            rule().query("<<index .LabelValuesByName \"namespace\">> <<.GroupBySlice>>"),
            new CustomScope(PODS, "shop", NONE, List.of()),
            "shop [pod]"),
        argumentSet(
            "two objects by name",
            rule().query("<<.LabelMatchers>> <<index .LabelValuesByName \"pod\">>"),
            new CustomScope(PODS, "shop", NONE, List.of("a", "b")),
            "namespace=\"shop\",pod=~\"a|b\" a|b"),
        argumentSet(
            "one object by name",
            rule().query("<<.LabelMatchers>>"),
            new CustomScope(PODS, "shop", NONE, List.of("a")),
            "namespace=\"shop\",pod=\"a\""));
  }

  @ParameterizedTest
  @MethodSource
  void customQueries(RuleTexts rule, CustomScope scope, String query) {
    assertThat(custom(rule.build()).custom("m_total", scope))
        .isEqualTo(new RuleQuery.PromQl(query));
  }

  static Stream<Arguments> selectors() {
    return Stream.of(
        argumentSet("equal", GET, "verb=\"GET\""),
        argumentSet("in one", where("a", Operator.In, "x"), "a=~\"x\""),
        argumentSet("in several", where("a", Operator.In, "y", "x"), "a=~\"x|y\""),
        argumentSet("not in one", where("a", Operator.NotIn, "x"), "a!=\"x\""),
        argumentSet("not in several", where("a", Operator.NotIn, "y", "x"), "a!~\"x|y\""),
        argumentSet("exists", where("a", Operator.Exists), "a!=\"\""),
        argumentSet("does not exist", where("a", Operator.DoesNotExist), "a=\"\""),
        argumentSet(
            "in the order of labels",
            new LabelSelector(
                Map.of("b", "1"),
                List.of(
                    new Requirement("c", Operator.Exists, List.of()),
                    new Requirement("a", Operator.In, List.of("x", "y")))),
            "a=~\"x|y\",b=\"1\",c!=\"\""));
  }

  @ParameterizedTest
  @MethodSource
  void selectors(LabelSelector selector, String matchers) {
    CompiledRule rule =
        COMPILER.external(List.of(rule().query("<<.LabelMatchers>>").build())).rules().getFirst();
    assertThat(rule.external("queue", "shop", selector))
        .isEqualTo(new RuleQuery.PromQl(matchers + ",namespace=\"shop\""));
  }

  @Test
  void externalQueries() {
    CompiledRule queue = COMPILER.external(List.of(RuleTexts.queue())).rules().getFirst();
    assertThat(queue.external("queue_depth", "shop", NONE))
        .isEqualTo(new RuleQuery.PromQl("sum(queue_depth{namespace=\"shop\"}) by (name)"));
    AdapterRule anywhere =
        rule().namespaced(false).query("x{<<.LabelMatchers>>}<<.GroupBySlice>>").build();
    assertThat(COMPILER.external(List.of(anywhere)).rules().getFirst().external("x", "shop", GET))
        .isEqualTo(new RuleQuery.PromQl("x{verb=\"GET\"}[]"));
  }

  static Stream<Arguments> impossible() {
    return Stream.of(
        argumentSet(
            "a label with a slash",
            where("app.kubernetes.io/name", Operator.Exists),
            "shop",
            "PromQL has no label named \"app.kubernetes.io/name\""),
        argumentSet(
            "a label that would end the matcher",
            where("a=\"\",b", Operator.Exists),
            "shop",
            "PromQL has no label"),
        argumentSet(
            "a value that would end the string",
            where("a", Operator.In, "x\"} or y"),
            "shop",
            "\"x\\\"} or y\" is no value of a label"),
        argumentSet(
            "an equal value with a line break",
            new LabelSelector(Map.of("a", "x\ny"), List.of()),
            "shop",
            "\"x\\ny\" is no value of a label"),
        argumentSet(
            "a namespace that is none", NONE, "a\"b", "\"a\\\"b\" is no name of an object"));
  }

  @ParameterizedTest
  @MethodSource
  void impossible(LabelSelector selector, String namespace, String reason) {
    CompiledRule rule = COMPILER.external(List.of(RuleTexts.queue())).rules().getFirst();
    assertThat(rule.external("queue_depth", namespace, selector))
        .isInstanceOfSatisfying(
            RuleQuery.Impossible.class, no -> assertThat(no.reason()).contains(reason));
    assertThat(
            custom(RuleTexts.article())
                .custom("m_total", new CustomScope(PODS, namespace, selector, List.of())))
        .isInstanceOf(RuleQuery.Impossible.class);
  }

  @Test
  void namesAreNeededByThoseWhoReadThem() {
    assertThat(custom(RuleTexts.article()).needsNames("m_total", PODS)).isFalse();
    AdapterRule namespaceOnly =
        rule().query("x{ns=\"<<index .LabelValuesByName \"namespace\">>\"}").build();
    assertThat(custom(namespaceOnly).needsNames("m_total", PODS)).isFalse();
    AdapterRule raw = rule().query("x{pod=~\"<<index .LabelValuesByName \"pod\">>\"}").build();
    assertThat(custom(raw).needsNames("m_total", PODS)).isTrue();
    assertThat(custom(raw).needsNames("m_total", kind("namespace"))).isFalse();
  }

  @Test
  void seriesOfTheSettings() {
    SeriesQuery query = series("sum by (namespace, pod) (queue_depth{<<.LabelMatchers>>})");
    assertThat(query.render("shop", GET))
        .isEqualTo(
            new RuleQuery.PromQl(
                "sum by (namespace, pod) (queue_depth{verb=\"GET\",namespace=\"shop\"})"));
    assertThat(query.usesMatchers()).isTrue();
    SeriesQuery fixed = series("queue_depth");
    assertThat(fixed.render("shop", GET)).isEqualTo(new RuleQuery.PromQl("queue_depth"));
    assertThat(fixed.usesMatchers()).isFalse();
    assertThat(SeriesQuery.compile("queue_depth", "x{<<.Matchers>>}"))
        .isInstanceOfSatisfying(
            SeriesQuery.Compiled.Unusable.class,
            no ->
                assertThat(no.problem().problem()).startsWith("<<.Matchers>>: there is no field"));
  }

  private static SeriesQuery series(String query) {
    return switch (SeriesQuery.compile("queue_depth", query)) {
      case SeriesQuery.Compiled.Usable(SeriesQuery usable) -> usable;
      case SeriesQuery.Compiled.Unusable(RuleProblem problem) -> throw new AssertionError(problem);
    };
  }
}
