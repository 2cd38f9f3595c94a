package dev.flyball.metrics.source.promql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "up | up{pod!=\"\"}",
        "up{} | up{pod!=\"\"}",
        "up{ } | up{pod!=\"\"}",
        "up{a=\"b\"} | up{a=\"b\",pod!=\"\"}",
        "{a=\"b\", } | {a=\"b\",pod!=\"\"}",
        "{a=\"}\"} | {a=\"}\",pod!=\"\"}"
      })
  void aLabelMore(String selector, String with) {
    assertThat(SelectorText.withLabel(selector, "pod")).isEqualTo(with);
  }
}
