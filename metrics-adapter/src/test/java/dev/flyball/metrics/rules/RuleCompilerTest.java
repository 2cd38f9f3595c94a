package dev.flyball.metrics.rules;

import static dev.flyball.metrics.rules.RuleTexts.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.metrics.api.GroupResource;
import dev.flyball.metrics.rules.AdapterRule.Filter;
import dev.flyball.metrics.rules.RuleCompiler.Compilation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleCompilerTest {
  private static final RuleCompiler COMPILER = new RuleCompiler(ResourceKinds.builtIn());

  private static CompiledRule compiled(RuleTexts rule) {
    Compilation compilation = COMPILER.custom(List.of(rule.build()));
    assertThat(compilation.problems()).isEmpty();
    return compilation.rules().getFirst();
  }

  static Stream<Arguments> names() {
    RuleTexts cadvisorSeconds = rule().name("^container_(.*)_seconds_total$", "");
    RuleTexts cadvisorOther =
        rule()
            .filters(new Filter("^container_.*_seconds_total$", false))
            .name("^container_(.*)_total$", "");
    RuleTexts article = rule().name("^(.*)_total", "${1}_per_second");
    return Stream.of(
        argumentSet("as it is", rule(), "up", "up"),
        argumentSet("the article", article, "http_requests_total", "http_requests_per_second"),
        argumentSet("the article, not the end", article, "a_total_b", "a_per_second"),
        argumentSet("the article, no match", article, "http_requests", null),
        argumentSet("one group", cadvisorSeconds, "container_cpu_usage_seconds_total", "cpu_usage"),
        argumentSet("no match", cadvisorSeconds, "container_fs_reads_total", null),
        argumentSet("isNot lets pass", cadvisorOther, "container_fs_reads_total", "fs_reads"),
        argumentSet("isNot", cadvisorOther, "container_cpu_usage_seconds_total", null),
        argumentSet("is", rule().filters(new Filter("^http", true)), "grpc_total", null),
        argumentSet("is anywhere", rule().filters(new Filter("tp_", true)), "http_x", "http_x"),
        argumentSet("no group", rule().name("^http_.*", ""), "http_x", "http_x"),
        argumentSet("no group, a part", rule().name("http", ""), "my_http_x", "http"),
        argumentSet(
            "a fixed name", rule().name("", "cheesy_goodness"), "cheddar", "cheesy_goodness"),
        argumentSet("two groups", rule().name("^(a)_(b)$", "$2_$1"), "a_b", null),
        argumentSet("two groups in braces", rule().name("^(a)_(b)$", "${2}_$1"), "a_b", "b_a"),
        argumentSet("a named group", rule().name("^(?P<x>.*)_total", "${x}_s"), "a_total", "a_s"),
        argumentSet("a dollar", rule().name("^(.*)_total", "$$1"), "a_total", "$1"),
        argumentSet("an empty name", rule().name("^(.*?)_total", ""), "_total", null));
  }

  @ParameterizedTest
  @MethodSource
  void names(RuleTexts rule, String series, String metric) {
    Compilation compilation = COMPILER.custom(List.of(rule.build()));
    Optional<String> named =
        compilation.rules().stream().findFirst().flatMap(compiled -> compiled.metric(series));
    assertThat(named).isEqualTo(Optional.ofNullable(metric));
  }

  static Stream<Arguments> labels() {
    RuleTexts kube = rule().template("kube_<<.Group>>_<<.Resource>>");
    RuleTexts plain = rule().template("<<.Resource>>");
    RuleTexts prefixed = rule().template("kubernetes_<<.Resource>>");
    return Stream.of(
        argumentSet("an override", rule(), "pod", "pods"),
        argumentSet("another label", rule(), "code", ""),
        argumentSet(
            "a plural override",
            rule().overrides("p", "pods", "namespace", "namespaces"),
            "p",
            "pods"),
        argumentSet(
            "with a group",
            rule().overrides("microservice", "apps/deployment"),
            "microservice",
            "deployments.apps"),
        argumentSet(
            "without its group", rule().overrides("d", "deployment"), "d", "deployments.apps"),
        argumentSet("plain template", plain, "service", "services"),
        argumentSet("plain template, no resource", plain, "le", ""),
        argumentSet("prefix", prefixed, "kubernetes_pod", "pods"),
        argumentSet("prefix missing", prefixed, "pod", ""),
        argumentSet("group and resource", kube, "kube_apps_deployment", "deployments.apps"),
        argumentSet(
            "a group with dots",
            kube,
            "kube_networking_k8s_io_ingress",
            "ingresses.networking.k8s.io"));
  }

  @ParameterizedTest
  @MethodSource
  void labels(RuleTexts rule, String label, String resource) {
    CompiledRule compiled = compiled(rule);
    Optional<ResourceKind> kind = compiled.kind(label);
    assertThat(kind.map(k -> k.resource().toString()).orElse("")).isEqualTo(resource);
    if (kind.isPresent()) {
      assertThat(compiled.label(kind.get())).as("and back").contains(label);
    }
  }

  @Test
  void resourcesThatTheClusterHasBesides() {
    ResourceKind brand =
        new ResourceKind(new GroupResource("cheese.io", "brands"), "brand", "v1", "Brand", true);
    ResourceKinds kinds =
        ResourceKinds.builtIn()
            .or((group, name) -> Optional.of(brand).filter(kind -> name.equals("brand")));
    Compilation compilation =
        new RuleCompiler(kinds)
            .custom(
                List.of(
                    rule()
                        .series("cheddar{sharp=\"true\"}")
                        .name("", "cheesy_goodness")
                        .overrides("brand", "cheese.io/brand")
                        .query("count(cheddar{sharp=\"true\"})")
                        .build()));
    assertThat(compilation.problems()).isEmpty();
    assertThat(compilation.rules().getFirst().kind("brand")).contains(brand);
    assertThat(brand.apiVersion()).isEqualTo("cheese.io/v1");
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        argumentSet("no selector", rule().series(" "), "rules[1].seriesQuery: is empty"),
        argumentSet(
            "look-ahead",
            rule().filters(new Filter("^(?!go_)", true)),
            "rules[1].seriesFilters[0].is: \"^(?!go_)\" is no regular expression"),
        argumentSet(
            "an empty filter",
            rule().filters(new Filter("a", true), new Filter("", false)),
            "rules[1].seriesFilters[1].isNot: is empty"),
        argumentSet("a bad match", rule().name("(", "a"), "rules[1].name.matches: \"(\""),
        argumentSet(
            "two groups without a name",
            rule().name("(a)(b)", ""),
            "rules[1].name.as: is missing, and name.matches has 2 groups"),
        argumentSet(
            "a name without braces",
            rule().name("^(.*)_total", "$1_per_second"),
            "rules[1].name.as: \"$1_per_second\" refers to the group 1_per_second, which"
                + " name.matches does not have; write ${1}_per_second"),
        argumentSet("no such group", rule().name("^(.*)_total", "$2"), "refers to the group 2"),
        argumentSet("no resources", rule().overrides(), "rules[1].resources: says of no label"),
        argumentSet(
            "an unknown resource",
            rule().overrides("x", "things.io/thing"),
            "rules[1].resources.overrides.x: the cluster has no resource thing.things.io"),
        argumentSet(
            "no label",
            rule().overrides("a-b", "pod"),
            "rules[1].resources.overrides.a-b: is no name of a label"),
        argumentSet(
            "a template without resource",
            rule().template("kube_<<.Group>>"),
            "rules[1].resources.template: \"kube_<<.Group>>\" does not name the resource"),
        argumentSet(
            "an unknown field of it",
            rule().template("<<.Kind>>"),
            "rules[1].resources.template: <<.Kind>>: there is no field .Kind"),
        argumentSet("no query", rule().query(""), "rules[1].metricsQuery: is missing"),
        argumentSet(
            "an unknown field",
            rule().query("sum(<<.Serie>>)"),
            "rules[1].metricsQuery: <<.Serie>>: there is no field .Serie; there are .GroupBy,"),
        argumentSet(
            "an unknown function",
            rule().query("<<.GroupBySlice | join>>"),
            "rules[1].metricsQuery: <<.GroupBySlice | join>>: there is no function join"),
        argumentSet(
            "an open expression", rule().query("<<.Series"), "rules[1].metricsQuery: <<.Series:"));
  }

  @ParameterizedTest
  @MethodSource
  void problems(RuleTexts rule, String problem) {
    Compilation compilation =
        COMPILER.custom(List.of(RuleTexts.article(), rule.build(), RuleTexts.article()));
    assertThat(compilation.problems()).singleElement().asString().contains(problem);
    assertThat(compilation.rules()).as("the other rules").hasSize(2);
  }

  @Test
  void anExternalRuleSaysWhereTheNamespaceIs() {
    RuleTexts silent = rule().overrides().query("sum(<<.Series>>{<<.LabelMatchers>>}) by (name)");
    assertThat(COMPILER.external(List.of(silent.build())).problems())
        .singleElement()
        .asString()
        .startsWith("externalRules[0].resources: says of no label that it names the namespace");
    assertThat(COMPILER.external(List.of(silent.namespaced(false).build())).problems()).isEmpty();
  }
}
