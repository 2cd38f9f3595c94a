package dev.flyball.metrics.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Expected matches are those of Go's regexp. */
class GoRegexTest {
  static Stream<Arguments> found() {
    return Stream.of(
        argumentSet("anywhere", "requests", "http_requests_total", "requests"),
        argumentSet("anchored", "^requests", "http_requests_total", null),
        argumentSet("whole", ".*", "up", "up"),
        argumentSet("lazy", "^.+?_", "a_b_c", "a_"),
        argumentSet("counted", "^a{2,3}", "aaaa", "aaa"),
        argumentSet("a brace alone", "a{b", "a{b", "a{b"),
        argumentSet("a class", "[a-c_]+", "xa_cz", "a_c"),
        argumentSet("a bracket in a class", "[[a]+", "x[a", "[a"),
        argumentSet("a closing bracket first", "[]a]+", "x]a", "]a"),
        argumentSet("ampersands in a class", "[a&&b]+", "x&a&b", "&a&b"),
        argumentSet("a negated class", "[^a-z]+", "ab12cd", "12"),
        argumentSet("a POSIX class", "[[:digit:]_]+", "ab1_2cd", "1_2"),
        argumentSet("a negated POSIX class", "[[:^alpha:]]+", "ab12cd", "12"),
        argumentSet("escaped", "\\.\\d+\\b", "a.12", ".12"),
        argumentSet("quoted", "\\Qa.b\\E+", "a.bbb", "a.bbb"),
        argumentSet("a script", "\\p{Greek}+", "abγδ", "γδ"),
        argumentSet("a category", "\\p{Lu}\\pN", "aB1", "B1"),
        argumentSet("flags", "(?i)HTTP", "http", "http"),
        argumentSet("a group with flags", "(?i:HT)tp", "Http", "Http"),
        argumentSet("a group that does not count", "(?:a|b)c", "bc", "bc"),
        argumentSet("a named group", "(?P<my_name>a)b", "ab", "ab"),
        argumentSet("a named group of newer Go", "(?<name>a)b", "ab", "ab"),
        argumentSet("vertical tab", "a\\vb", "a\u000bb", "a\u000bb"));
  }

  @ParameterizedTest
  @MethodSource
  void found(String expression, String text, String match) throws RuleException {
    Matcher matcher = GoRegex.compile("f", expression).matcher(text);
    assertThat(matcher.find() ? matcher.group() : null).isEqualTo(match);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        argumentSet("look-ahead", "a(?=b)", "(?="),
        argumentSet("negative look-ahead", "^(?!go_)", "(?!"),
        argumentSet("look-behind", "(?<=a)b", "(?<="),
        argumentSet("negative look-behind", "(?<!a)b", "(?<!"),
        argumentSet("atomic group", "(?>a)", "(?>"),
        argumentSet("back reference", "(a)\\1", "\\1"),
        argumentSet("possessive", "a*+", "a quantifier follows a quantifier"),
        argumentSet("possessive count", "a{2}+", "a quantifier follows a quantifier"),
        argumentSet("an escape of Java", "a\\Z", "\\Z"),
        argumentSet("a backslash at the end", "a\\", "\\"),
        argumentSet("an open class", "[a", "not closed"),
        argumentSet("an open group", "(a", "Unclosed"),
        argumentSet("a stray parenthesis", "a)", "Unmatched"),
        argumentSet("a stray quantifier", "*a", "Dangling"),
        argumentSet("an unknown class", "[[:letter:]]", "[:letter:]"),
        argumentSet("a bad name", "(?P<a-b>c)", "name"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String expression, String problem) {
    RuleException refusal =
        catchThrowableOfType(
            RuleException.class, () -> GoRegex.compile("name.matches", expression));
    assertThat(refusal).as("the refusal of %s", expression).isNotNull();
    assertThat(refusal.at("rules", 3).toString())
        .startsWith("rules[3].name.matches: \"" + expression + "\"")
        .contains(problem);
  }
}
