package dev.flyball.metrics.rules.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoTemplateTest {
  private static final Map<String, Object> DATA =
      Map.of(
          "Series", "http_requests_total",
          "LabelMatchers", "namespace=\"shop\"",
          "LabelValuesByName", Map.of("namespace", "shop", "pod", "a|b"),
          "GroupBy", "pod",
          "GroupBySlice", List.of("pod", "code"));

  static Stream<Arguments> rendered() {
    return Stream.of(
        argumentSet("text alone", "up == 1", "up == 1"),
        argumentSet("nothing", "", ""),
        argumentSet("a field", "<<.Series>>", "http_requests_total"),
        argumentSet("white space", "<< .Series\t>>!", "http_requests_total!"),
        argumentSet("over lines", "<<\n.GroupBy\n>>", "pod"),
        argumentSet("less than", "a < b << .GroupBy >> c > d", "a < b pod c > d"),
        argumentSet("trimmed", "a \n<<- .GroupBy ->>\n b", "apodb"),
        argumentSet("trimmed before", "a <<- .GroupBy>> b", "apod b"),
        argumentSet("a comment", "a<</* says why */>>b", "ab"),
        argumentSet("a trimmed comment", "a <<- /* why */ ->> b", "ab"),
        argumentSet("a slice", "<<.GroupBySlice>>", "[pod code]"),
        argumentSet("a map", "<<.LabelValuesByName>>", "map[namespace:shop pod:a|b]"),
        argumentSet("index of a map", "<<index .LabelValuesByName \"pod\">>", "a|b"),
        argumentSet("a raw string", "<<index .LabelValuesByName `pod`>>", "a|b"),
        argumentSet("an absent label", "[<<index .LabelValuesByName \"node\">>]", "[]"),
        argumentSet("a field of a map", "<<.LabelValuesByName.namespace>>", "shop"),
        argumentSet("an absent field of a map", "<<.LabelValuesByName.x>>", "<no value>"),
        argumentSet("index of a slice", "<<index .GroupBySlice 1>>", "code"),
        argumentSet("a pipeline", "<<.Series | printf \"%q\">>", "\"http_requests_total\""),
        argumentSet("printf", "<<printf \"%s_%d%%\" .GroupBy 5>>", "pod_5%"),
        argumentSet("print", "<<print 1 2 \"x\" 3>>", "1 2x3"),
        argumentSet("println", "<<println .GroupBy 1>>", "pod 1\n"),
        argumentSet("len", "<<len .GroupBySlice>>", "2"),
        argumentSet("slice of text", "<<slice .Series 0 4>>", "http"),
        argumentSet("slice to the end", "<<slice .Series 14>>", "total"),
        argumentSet("urlquery", "<<urlquery .LabelMatchers>>", "namespace%3D%22shop%22"),
        argumentSet("if", "<<if .GroupBy>>by (<<.GroupBy>>)<<end>>", "by (pod)"),
        argumentSet("if not", "<<if not .GroupBy>>a<<else>>b<<end>>", "b"),
        argumentSet(
            "else if", "<<if eq .GroupBy \"x\">>1<<else if eq .GroupBy \"pod\">>2<<end>>", "2"),
        argumentSet("eq of several", "<<if eq .GroupBy \"node\" \"pod\">>y<<end>>", "y"),
        argumentSet("and with parentheses", "<<if and (eq 1 1) (ne .Series \"x\")>>y<<end>>", "y"),
        argumentSet("or gives its value", "<<or \"\" .GroupBy>>", "pod"),
        argumentSet("and stops early", "<<and \"\" (index .GroupBySlice 9)>>.", "."),
        argumentSet("lt", "<<lt 1 2>> <<ge \"a\" \"b\">>", "true false"),
        argumentSet("a character", "<<'a'>>", "97"),
        argumentSet("with", "<<with .GroupBy>>[<<.>>]<<end>>", "[pod]"),
        argumentSet("with nothing", "<<with \"\">>a<<else>>b<<end>>", "b"),
        argumentSet("range", "<<range .GroupBySlice>>,<<.>><<end>>", ",pod,code"),
        argumentSet(
            "range with index",
            "<<range $i, $l := .GroupBySlice>><<if $i>>, <<end>><<$l>><<end>>",
            "pod, code"),
        argumentSet(
            "range over a map",
            "<<range $l, $v := .LabelValuesByName>><<$l>>=~\"<<$v>>\",<<end>>",
            "namespace=~\"shop\",pod=~\"a|b\","),
        argumentSet("range over nothing", "<<range slice .GroupBySlice 2>>a<<else>>b<<end>>", "b"),
        argumentSet("the root in range", "<<range .GroupBySlice>><<$.GroupBy>><<end>>", "podpod"),
        argumentSet("a variable", "<<$s := .Series>><<$s>>", "http_requests_total"),
        argumentSet(
            "an assigned variable", "<<$s := \"a\">><<if true>><<$s = \"b\">><<end>><<$s>>", "b"),
        argumentSet(
            "the article's query",
            "sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)",
            "sum(rate(http_requests_total{namespace=\"shop\"}[2m])) by (pod)"));
  }

  @ParameterizedTest
  @MethodSource
  void rendered(String template, String expected) throws TemplateException {
    assertThat(GoTemplate.parse(template, DATA.keySet()).render(DATA)).isEqualTo(expected);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        argumentSet("an unknown field", "a <<.Serie>>", "<<.Serie>>", "no field .Serie"),
        argumentSet(
            "an unknown root field", "<<with .Series>><<$.X>><<end>>", "<<$.X>>", "field .X"),
        argumentSet("a field of text", "<<.Series.Name>>", "<<.Series.Name>>", "no field .Name"),
        argumentSet("no end", "<<.Series", "<<.Series", ">> is missing"),
        argumentSet(
            "an unknown function", "<<join .GroupBy>>", "<<join .GroupBy>>", "no function join"),
        argumentSet("html", "<<html .Series>>", "<<html .Series>>", "no function html"),
        argumentSet("a template", "<<template \"x\">>", "<<template \"x\">>", "not supported"),
        argumentSet("if without end", "<<if .Series>>x", "<<if .Series>>", "has no end"),
        argumentSet("end alone", "x<<end>>", "<<end>>", "end ends nothing"),
        argumentSet("else twice", "<<if 1>><<else>><<else>><<end>>", "<<else>>", "else has no end"),
        argumentSet("arguments of a field", "<<.Series 1>>", "<<.Series 1>>", "only a function"),
        argumentSet("a pipe into a field", "<<1 | .Series>>", "<<1 | .Series>>", "only a function"),
        argumentSet("an empty expression", "<<>>", "<<>>", "a value is missing"),
        argumentSet("an open parenthesis", "<<len (.Series>>", "<<len (.Series>>", "not closed"),
        argumentSet("an open string", "<<print \"a>>", "<<print \"a>>", "the string has no end"),
        argumentSet("an unknown variable", "<<$x>>", "<<$x>>", "no variable $x"),
        argumentSet(
            "a variable of an inner block", "<<if 1>><<$x := 1>><<end>><<$x>>", "<<$x>>", "$x"),
        argumentSet("a strange character", "<<.Series ; 1>>", "<<.Series ; 1>>", "no meaning to ;"),
        argumentSet("one argument for eq", "<<eq 1>>", "<<eq 1>>", "two arguments"),
        argumentSet("text against a number", "<<eq 1 \"1\">>", "<<eq 1 \"1\">>", "their like"),
        argumentSet(
            "range over text", "<<range .Series>><<end>>", "<<range .Series>>", "a list or a map"),
        argumentSet("a verb of printf", "<<printf \"%x\" 1>>", "<<printf \"%x\" 1>>", "%x"),
        argumentSet(
            "a number that is none",
            "<<index .GroupBySlice 1x>>",
            "<<index .GroupBySlice 1x>>",
            "1x"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String template, String expression, String problem) {
    TemplateException refusal =
        catchThrowableOfType(
            TemplateException.class, () -> GoTemplate.parse(template, DATA.keySet()).render(DATA));
    assertThat(refusal).as("the refusal of %s", template).isNotNull();
    assertThat(refusal.expression()).isEqualTo(expression);
    assertThat(refusal).hasMessageContaining(problem);
    assertThat(refusal.isDataDependent()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<<index .GroupBySlice 2>>", "<<slice .Series 99>>", "<<slice .Series 3 2>>"})
  void otherDataMightGoWell(String template) {
    TemplateException refusal =
        catchThrowableOfType(
            TemplateException.class, () -> GoTemplate.parse(template, DATA.keySet()).render(DATA));
    assertThat(refusal.isDataDependent()).isTrue();
  }
}
