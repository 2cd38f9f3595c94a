package dev.flyball.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeArgumentTest {
  private static final ZonedDateTime NOW =
      ZonedDateTime.parse("2026-01-05T12:01:30+09:00[Asia/Seoul]");

  @ParameterizedTest
  @CsvSource({
    "2026-01-05T01:00:00Z, 2026-01-05T01:00:00Z",
    "2026-01-05T12:00:00+09:00, 2026-01-05T03:00:00Z",
    "-5m, 2026-01-05T02:56:30Z",
    "-1h30m, 2026-01-05T01:31:30Z",
    "12:00, 2026-01-05T03:00:59.999Z",
    "12:01, 2026-01-05T03:01:30Z",
    "12:00:15, 2026-01-05T03:00:15.999Z",
    "00:00:00, 2026-01-04T15:00:00.999Z"
  })
  void timesAreReadAsPeopleWriteThem(String text, Instant expected) {
    assertThat(TimeArgument.parse(text, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "noon, is no time",
    "25:00, is no time",
    "5m, is no time",
    "-5, is no time",
    "12:02, is yet to come",
    "2026-01-06T00:00:00Z, is yet to come"
  })
  void anythingElseIsRefused(String text, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TimeArgument.parse(text, NOW))
        .withMessageContaining(why);
  }
}
