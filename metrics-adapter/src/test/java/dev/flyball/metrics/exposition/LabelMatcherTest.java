package dev.flyball.metrics.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.metrics.exposition.LabelMatcher.Operator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LabelMatcherTest {
  private static final String PAGE =
      """
      r{code="200"} 1
      r{code="404",path="a\\"b\\\\\\n"} 2
      r{code="2000"} 4
      r 8
      """;

  private static Stream<Arguments> matchers() {
    return Stream.of(
        argumentSet("equal", new LabelMatcher("code", Operator.EQUAL, "200"), 1),
        argumentSet("not equal", new LabelMatcher("code", Operator.NOT_EQUAL, "200"), 14),
        argumentSet("equal to empty is absent", new LabelMatcher("code", Operator.EQUAL, ""), 8),
        argumentSet("present", new LabelMatcher("code", Operator.NOT_EQUAL, ""), 7),
        argumentSet("escaped", new LabelMatcher("path", Operator.EQUAL, "a\"b\\\n"), 2),
        argumentSet("anchored pattern", new LabelMatcher("code", Operator.MATCH, "2.."), 1),
        argumentSet("no pattern", new LabelMatcher("code", Operator.NOT_MATCH, "2.*"), 10));
  }

  @ParameterizedTest
  @MethodSource("matchers")
  void selectsAsPromQlDoes(LabelMatcher matcher, int sumOfSelected) {
    List<Double> selected = new ArrayList<>();
    SampleVisitor visitor =
        sample -> {
          if (matcher.matches(sample)) {
            selected.add(sample.value());
          }
        };
    new ExpositionParser(WantedMetrics.of(List.of("r")), visitor, ExpositionLimits.DEFAULT)
        .feed(PAGE.getBytes(StandardCharsets.UTF_8));
    assertThat(selected.stream().mapToDouble(v -> v).sum()).isEqualTo(sumOfSelected);
  }

  @Test
  void isWrittenAsInPromQl() {
    assertThat(new LabelMatcher("code", Operator.NOT_MATCH, "5..")).hasToString("code!~\"5..\"");
    assertThat(LabelMatcher.equal("a", "b"))
        .isEqualTo(LabelMatcher.equal("a", "b"))
        .isNotEqualTo(LabelMatcher.equal("a", "c"));
  }
}
