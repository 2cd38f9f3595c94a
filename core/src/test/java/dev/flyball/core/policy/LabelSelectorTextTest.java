package dev.flyball.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.core.policy.LabelSelector.Operator;
import dev.flyball.core.policy.LabelSelector.Requirement;
import dev.flyball.core.policy.LabelSelectorText.Result;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LabelSelectorTextTest {
  private static final String LONG = "a".repeat(63);

  /** Name, text, canonical text. */
  static Stream<Arguments> accepted() {
    return Stream.of(
        argumentSet("everything", "", ""),
        argumentSet("only white space", " \t\n", ""),
        argumentSet("equality", "app=web", "app=web"),
        argumentSet("double equality", "app==web", "app=web"),
        argumentSet(
            "white space around all", "\n app\t= web , tier != db ", "app=web,tier notin (db)"),
        argumentSet("inequality", "app!=web", "app notin (web)"),
        argumentSet("empty value", "app=", "app="),
        argumentSet("empty value and more", "app= ,tier=x", "app=,tier=x"),
        argumentSet("empty inequality", "app!=", "app notin ()"),
        argumentSet("one label twice, alike", "a=1,a==1", "a=1"),
        argumentSet("set", "kind in (StatefulSet,Deployment)", "kind in (Deployment,StatefulSet)"),
        argumentSet("set of one", "kind in (Deployment)", "kind in (Deployment)"),
        argumentSet("set without white space", "kind in(a,b)", "kind in (a,b)"),
        argumentSet("set with much white space", "kind  in ( a , b )", "kind in (a,b)"),
        argumentSet("set of nothing", "kind in ()", "kind in ()"),
        argumentSet("set with empty values", "kind in (a,,b,)", "kind in (,a,b)"),
        argumentSet("set with twins", "kind in (b,a,b)", "kind in (a,b)"),
        argumentSet("not in a set", "kind notin (a,b)", "kind notin (a,b)"),
        argumentSet("exists", "canary", "canary"),
        argumentSet("does not exist", "!canary", "!canary"),
        argumentSet("does not exist, apart", " ! canary ", "!canary"),
        argumentSet("sorted by key", "z=1,!m,a in (2,1),b", "a in (1,2),b,!m,z=1"),
        argumentSet("operators as keys", "in=a,notin", "in=a,notin"),
        argumentSet("operators as keys of sets", "in in (a,b)", "in in (a,b)"),
        argumentSet("operators as values", "a=in,b in (in,notin)", "a=in,b in (in,notin)"),
        argumentSet("domain", "app.kubernetes.io/name=web", "app.kubernetes.io/name=web"),
        argumentSet("all marks", "a-b_c.d=e-f_g.h", "a-b_c.d=e-f_g.h"),
        argumentSet("longest key and value", LONG + "=" + LONG, LONG + "=" + LONG),
        argumentSet("one label twice", "a=1,a=2", "a in (2),a=1"));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void readsAndWrites(String text, String canonical) {
    assertThat(LabelSelectorText.format(parsed(text))).isEqualTo(canonical);
  }

  /** Name, text, position, reason. */
  static Stream<Arguments> refused() {
    String name =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
            + " with an alphanumeric character";
    return Stream.of(
        argumentSet(
            "comma first", ",a", 0, "found ',', expected: !, identifier, or 'end of string'"),
        argumentSet(
            "equals first", "=a", 0, "found '=', expected: !, identifier, or 'end of string'"),
        argumentSet("comma last", "a=b,", 4, "found '', expected: identifier after ','"),
        argumentSet("two commas", "a=b,,c", 4, "found ',', expected: identifier after ','"),
        argumentSet("two words", "a b", 2, "found 'b', expected: in, notin, =, ==, !="),
        argumentSet("less", "a<1", 1, "found '<', expected: in, notin, =, ==, !="),
        argumentSet("greater", "a > 1", 2, "found '>', expected: in, notin, =, ==, !="),
        argumentSet("two values", "a=b c", 4, "found 'c', expected: ',' or 'end of string'"),
        argumentSet("equals twice", "a==b==c", 4, "found '==', expected: ',' or 'end of string'"),
        argumentSet("three equals", "a===b", 3, "found '=', expected: identifier"),
        argumentSet("absent and equal", "!a=b", 2, "found '=', expected: ',' or 'end of string'"),
        argumentSet("absent, no key", "!", 1, "found '', expected: identifier"),
        argumentSet("set without parentheses", "a in b", 5, "found 'b', expected: '('"),
        argumentSet("set that ends early", "a in (b", 7, "found '', expected: ',' or ')'"),
        argumentSet("set without commas", "a in (b c)", 8, "found 'c', expected: ',' or ')'"),
        argumentSet("sign in a set", "a in (=)", 6, "found '=', expected: ',' or ')'"),
        argumentSet(
            "parenthesis too many", "a in (b))", 8, "found ')', expected: ',' or 'end of string'"),
        argumentSet(
            "operator in capitals", "a IN (b)", 2, "found 'IN', expected: in, notin, =, ==, !="),
        argumentSet("key with a mark first", "x=y,-a=b", 4, "invalid label key \"-a\": " + name),
        argumentSet("key beyond ASCII", "größe=1", 0, "invalid label key \"größe\": " + name),
        argumentSet(
            "key of a domain alone",
            "a.b/=c",
            0,
            "invalid label key \"a.b/\": name part must be non-empty"),
        argumentSet(
            "key without its domain",
            "/a=c",
            0,
            "invalid label key \"/a\": prefix part must be non-empty"),
        argumentSet(
            "key too long",
            LONG + "a",
            0,
            "invalid label key \"" + LONG + "a\": name part must be no more than 63 bytes"),
        argumentSet(
            "value too long",
            "k=" + LONG + "a",
            2,
            "invalid label value \"" + LONG + "a\": must be no more than 63 bytes"),
        argumentSet(
            "value that starts with a mark",
            "k in (a,_b)",
            8,
            "invalid label value \"_b\": a valid label must be an empty string or consist of"
                + " alphanumeric characters, '-', '_' or '.', and must start and end with an"
                + " alphanumeric character"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void namesPlaceAndReason(String text, int position, String reason) {
    assertThat(LabelSelectorText.parse(text)).isEqualTo(new Result.Malformed(position, reason));
  }

  static Stream<Arguments> badDomains() {
    return Stream.of(
        argumentSet("capital", "A.b/c"),
        argumentSet("dot first", ".b/c"),
        argumentSet("dot last", "b./c"),
        argumentSet("two dots", "a..b/c"),
        argumentSet("dash first", "-a/c"),
        argumentSet("dash before a dot", "a-.b/c"),
        argumentSet("dash after a dot", "a.-b/c"),
        argumentSet("two slashes", "a/b/c"),
        argumentSet("too long", "a".repeat(254) + "/c"));
  }

  @ParameterizedTest
  @MethodSource("badDomains")
  void refusesKeysWithBadDomains(String key) {
    assertThat(LabelSelectorText.parse("ok," + key))
        .isInstanceOfSatisfying(
            Result.Malformed.class, malformed -> assertThat(malformed.position()).isEqualTo(3));
  }

  @Property
  void whatIsWrittenReadsAsTheSame(
      @ForAll("selectors") LabelSelector selector, @ForAll("labels") Map<String, String> labels) {
    LabelSelector read = parsed(LabelSelectorText.format(selector));

    assertThat(read.matches(labels)).isEqualTo(selector.matches(labels));
    assertThat(LabelSelectorText.format(parsed(LabelSelectorText.format(read))))
        .isEqualTo(LabelSelectorText.format(read));
  }

  @Property
  void anyTextIsASelectorOrMalformedWithinItself(@ForAll("texts") String text) {
    switch (LabelSelectorText.parse(text)) {
      case Result.Parsed(LabelSelector selector) ->
          assertThat(LabelSelectorText.parse(LabelSelectorText.format(selector)))
              .isInstanceOf(Result.Parsed.class);
      case Result.Malformed(int position, String reason) -> {
        assertThat(position).isBetween(0, text.length());
        assertThat(reason).isNotEmpty();
      }
    }
  }

  @Provide
  static Arbitrary<String> texts() {
    return Arbitraries.of("a", "in", "notin", "-", "ü", "=", "!", "<", "(", ")", ",", " ", "b.c/d")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Provide
  static Arbitrary<Map<String, String>> labels() {
    return Arbitraries.maps(keys(), values()).ofMaxSize(4);
  }

  @Provide
  static Arbitrary<LabelSelector> selectors() {
    return Combinators.combine(labels(), requirements().list().ofMaxSize(4)).as(LabelSelector::new);
  }

  private static Arbitrary<Requirement> requirements() {
    return Combinators.combine(keys(), Arbitraries.of(Operator.class), values().list().ofMinSize(1))
        .as(
            (key, operator, values) ->
                switch (operator) {
                  case In, NotIn -> new Requirement(key, operator, values);
                  case Exists, DoesNotExist -> new Requirement(key, operator, List.of());
                });
  }

  private static Arbitrary<String> keys() {
    return Arbitraries.of("app", "in", "notin", "kind", "example.com/tier", "a.b");
  }

  private static Arbitrary<String> values() {
    return Arbitraries.of("", "a", "in", "notin", "A-b_c.d", "1");
  }

  private static LabelSelector parsed(String text) {
    Result result = LabelSelectorText.parse(text);
    assertThat(result).as(text).isInstanceOf(Result.Parsed.class);
    return ((Result.Parsed) result).selector();
  }
}
