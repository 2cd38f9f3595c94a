package dev.flyball.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.config.CheckedDocument.Checked;
import dev.flyball.controller.config.CheckedDocument.Skipped;
import dev.flyball.controller.config.ManifestChecker.Assume;
import dev.flyball.controller.config.Parsed.Invalid;
import dev.flyball.controller.config.Parsed.Valid;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every text. */
class ConfigPropertiesTest {
  private static final List<ProblemCases.Case> TABLE =
      List.of(
              ProblemCases.load("policy-problems.txt").cases(),
              ProblemCases.load("settings-problems.txt").cases())
          .stream()
          .flatMap(List::stream)
          .toList();

  @Property
  void arbitraryTextIsRefusedInItsLinesOrRead(@ForAll String text) {
    checkAll(text);
  }

  @Property(tries = 5000)
  void damagedPolicyIsRefusedInItsLinesOrRead(@ForAll("damaged") String text) {
    checkAll(text);
  }

  @Property
  void durationsAreReadBackAsWritten(@ForAll("durations") Duration duration) {
    assertThat(GoDuration.parse(GoDuration.format(duration))).contains(duration);
  }

  @Provide
  Arbitrary<Duration> durations() {
    return Arbitraries.longs().between(-Long.MAX_VALUE, Long.MAX_VALUE).map(Duration::ofNanos);
  }

  /** Texts of the table and the article's policy, with a piece of YAML put somewhere into them. */
  @Provide
  Arbitrary<String> damaged() {
    List<String> texts = TABLE.stream().map(ProblemCases.Case::text).toList();
    Arbitrary<String> text =
        Arbitraries.oneOf(Arbitraries.of(texts), Arbitraries.just(PolicyReaderTest.IMPRUN));
    Arbitrary<String> piece =
        Arbitraries.of(
            "\n",
            "\r",
            " ",
            "  ",
            "\t",
            ":",
            "- ",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "|\n",
            ">",
            "&a ",
            "*a",
            "!",
            "!!str ",
            "%",
            "---\n",
            "...",
            "? ",
            "# ",
            "null",
            "0",
            "1e9",
            "\\U00110000",
            "\"\\ud800\"",
            "%YAML 9.9.9\n",
            "kind: List\n",
            "\uFEFF",
            "\u2028",
            "\u0000",
            "\uD800");
    return Combinators.combine(text, piece, Arbitraries.integers().between(0, 2000))
        .as(
            (whole, part, at) -> {
              int place = whole.isEmpty() ? 0 : at % (whole.length() + 1);
              return whole.substring(0, place) + part + whole.substring(place);
            });
  }

  private static void checkAll(String text) {
    check(PolicyReader.read(text, Origin.file("a")), text);
    check(SettingsReader.read(text, Origin.file("a")), text);
    for (CheckedDocument document : ManifestChecker.check("a", text, Assume.POLICY)) {
      switch (document) {
        case Checked checked -> checkLines(checked.problems(), text);
        case Skipped skipped -> assertThat(skipped.place().line()).isPositive();
      }
    }
  }

  private static void check(Parsed<?> parsed, String text) {
    switch (parsed) {
      case Valid<?> valid -> checkLines(valid.warnings(), text);
      case Invalid<?> invalid -> checkLines(invalid.problems(), text);
    }
  }

  private static void checkLines(List<Problem> problems, String text) {
    for (Problem problem : problems) {
      assertThat(problem.line()).isBetween(1, Problems.linesOf(text));
      assertThat(problem.describe().lines()).hasSize(1);
      assertThat(problem.what()).isNotBlank();
      assertThat(problem.remedy()).isNotBlank();
    }
    assertThat(problems).isSortedAccordingTo(Problem.BY_PLACE);
  }
}
