package dev.flyball.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.controller.config.Parsed.Invalid;
import dev.flyball.controller.config.Parsed.Valid;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule has a text that breaks it, and exactly the lines that are said about it. */
class ProblemsTest {
  static Stream<Arguments> policies() {
    return cases("policy-problems.txt");
  }

  static Stream<Arguments> settings() {
    return cases("settings-problems.txt");
  }

  private static Stream<Arguments> cases(String resource) {
    return ProblemCases.load(resource).cases().stream().map(c -> argumentSet(c.name(), c));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void policyIsRefused(ProblemCases.Case row) {
    Parsed<?> parsed = PolicyReader.read(row.text(), Origin.file("policy.yaml"));
    assertThat(linesOf(parsed)).isNotEmpty().isEqualTo(row.expected());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void settingsAreRefused(ProblemCases.Case row) {
    Parsed<?> parsed = SettingsReader.read(row.text(), Origin.file("settings.yaml"));
    assertThat(linesOf(parsed)).isNotEmpty().isEqualTo(row.expected());
  }

  @Test
  void problemsOfConfigMapsNameConfigMapAndKey() {
    Parsed<?> parsed =
        PolicyReader.read("maxReplicas: 0", Origin.configMap("shop", "web", "front"));
    assertThat(linesOf(parsed))
        .contains("shop/web[front]:1: maxReplicas: 0 is less than 1; write 1 or more");
  }

  @Test
  void textThatIsTooLongIsRefusedUnread() {
    Parsed<?> parsed =
        PolicyReader.read("#".repeat(Documents.LONGEST_TEXT + 1), Origin.file("policy.yaml"));
    assertThat(linesOf(parsed))
        .containsExactly(
            "policy.yaml:1: the text has 1048577 characters; shorten it to 1048576 or less");
  }

  @Test
  void deepNestingIsRefused() {
    Parsed<?> parsed = PolicyReader.read("[".repeat(500_000), Origin.file("policy.yaml"));
    assertThat(linesOf(parsed))
        .containsExactly("policy.yaml:1: is nested more than 100 deep; nest it less");
  }

  @Test
  void messageStaysOnOneLineWhateverTheTextSays() {
    Parsed<?> parsed =
        PolicyReader.read("\"a\\nb\\u2028c\\0\": 1\nmaxReplicas: 6\n", Origin.file("policy.yaml"));
    assertThat(linesOf(parsed))
        .first()
        .asString()
        .contains("[a\\nb\\u2028c\\u0000]: is not a known");
  }

  private static List<String> linesOf(Parsed<?> parsed) {
    return switch (parsed) {
      case Valid<?> valid -> List.of();
      case Invalid<?> invalid -> invalid.problems().stream().map(Problem::describe).toList();
    };
  }
}
