package dev.flyball.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times of cron. 2026-01-05 is a Monday. */
class CronExpressionTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final long DAY = Duration.ofDays(1).toMillis();

  private static long millis(String time) {
    return Instant.parse(time + "Z").toEpochMilli();
  }

  @ParameterizedTest(name = "{0} after {1}")
  @CsvSource({
    "0 8 * * *,         2026-01-05T07:59:59, 2026-01-05T08:00:00",
    "0 8 * * *,         2026-01-05T08:00:00, 2026-01-06T08:00:00",
    "0 8 * * 1-5,       2026-01-09T09:00:00, 2026-01-12T08:00:00",
    "0 8 * * mon-FRI,   2026-01-09T09:00:00, 2026-01-12T08:00:00",
    "0 8 * * 0,         2026-01-05T00:00:00, 2026-01-11T08:00:00",
    "0 8 * * 7,         2026-01-05T00:00:00, 2026-01-11T08:00:00",
    "0 8 * * 5-7,       2026-01-10T09:00:00, 2026-01-11T08:00:00",
    "*/20 * * * *,      2026-01-05T00:00:00, 2026-01-05T00:20:00",
    "*/25 * * * *,      2026-01-05T00:50:00, 2026-01-05T01:00:00",
    "5/25 * * * *,      2026-01-05T00:30:00, 2026-01-05T00:55:00",
    "10-20/5 3 * * *,   2026-01-05T03:15:00, 2026-01-05T03:20:00",
    "'0,30 9,17 * * *', 2026-01-05T09:30:00, 2026-01-05T17:00:00",
    "0 0 1 * *,         2026-01-05T00:00:00, 2026-02-01T00:00:00",
    "0 0 29 FEB *,      2027-06-01T00:00:00, 2028-02-29T00:00:00",
    "0 0 13 * 5,        2026-01-05T00:00:00, 2026-01-09T00:00:00",
    "0 0 13 * 5,        2026-01-09T00:00:00, 2026-01-13T00:00:00",
    "0 0 */10 * 5,      2026-01-05T00:00:00, 2026-01-09T00:00:00",
  })
  void next(String cron, String after, String expected) {
    ZoneId utc = ZoneId.of("UTC");
    CronExpression expression = CronExpression.parse(cron);
    long far = millis(after) + 400 * DAY;
    assertThat(expression.next(millis(after), far, utc)).hasValue(millis(expected));
    assertThat(expression.latest(millis(expected), millis(after), utc)).hasValue(millis(expected));
    OptionalLong before = expression.latest(millis(expected) - 1, millis(after) + 1, utc);
    assertThat(before).as("nothing between").isEmpty();
    assertThat(expression.next(millis(after), millis(expected) - 1, utc)).isEmpty();
  }

  /**
   * In New York clocks go from 02:00 to 03:00 on 8 March, and from 02:00 to 01:00 on 1 November.
   */
  @ParameterizedTest(name = "{0} after {1}")
  @CsvSource({
    "30 2 * * *, 2026-03-07T12:00:00, 2026-03-08T07:00:00",
    "30 2 * * *, 2026-03-08T12:00:00, 2026-03-09T06:30:00",
    "0 3 * * *,  2026-03-08T00:00:00, 2026-03-08T07:00:00",
    "30 1 * * *, 2026-10-31T12:00:00, 2026-11-01T05:30:00",
    "30 1 * * *, 2026-11-01T05:30:00, 2026-11-02T06:30:00",
    "30 * * * *, 2026-11-01T05:30:00, 2026-11-01T06:30:00",
    "0 8 * * *,  2026-03-07T14:00:00, 2026-03-08T12:00:00",
  })
  void clocksThatAreChanged(String cron, String after, String expected) {
    CronExpression expression = CronExpression.parse(cron);
    assertThat(expression.next(millis(after), millis(after) + 3 * DAY, NEW_YORK))
        .hasValue(millis(expected));
    assertThat(expression.latest(millis(expected) + 1, millis(after), NEW_YORK))
        .hasValue(millis(expected));
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "''              | 0 fields",
        "0 8 * * 1-5 2026 | 6 fields",
        "60 8 * * *      | minute: 60 is not within 0 to 59",
        "0 8 0 * *       | day of month: 0 is not within 1 to 31",
        "0 8 * 13 *      | month: 13 is not within 1 to 12",
        "0 8 * * 8       | day of week: 8 is not within 0 to 7",
        "0 8 * * FRI-MON | day of week: FRI-MON ends before it begins",
        "*/0 8 * * *     | minute: a step of 0",
        "1, 8 * * *      | minute: a value is missing",
        "0 8 * JUNE *    | month: \"JUNE\" is no value",
        "0 8 ? * *       | day of month: \"?\" is no value",
        "0 -1 * * *      | hour: a value is missing",
        "0 8 30 2 *      | no month has such a day",
      })
  void refused(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CronExpression.parse(text))
        .withMessage(message);
  }

  @Test
  void aTimeZoneThatIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> CronExpression.zone("Asia/Soul"));
    assertThat(CronExpression.zone("Asia/Seoul")).isEqualTo(ZoneId.of("Asia/Seoul"));
  }

  /** Against minutes tried one by one, around changes of the clocks too. */
  @Property(tries = 60)
  void nextIsTheFirstMinuteThatMatches(
      @ForAll @IntRange(max = 59) int minute,
      @ForAll @IntRange(max = 23) int hour,
      @ForAll @LongRange(max = 525_600) long later) {
    long from = millis("2026-01-01T00:00:00") + later * 60_000;
    CronExpression cron = CronExpression.parse(minute + " " + hour + " * * *");
    long found = cron.next(from, from + 3 * DAY, NEW_YORK).orElseThrow();
    LocalDateTime local =
        ZonedDateTime.ofInstant(Instant.ofEpochMilli(found), NEW_YORK).toLocalDateTime();
    boolean skipped = local.getHour() == 3 && hour == 2 && local.getMinute() == 0;
    assertThat(skipped || (local.getHour() == hour && local.getMinute() == minute)).isTrue();
    for (long t = from + 60_000; t < found; t += 60_000) {
      LocalDateTime earlier =
          ZonedDateTime.ofInstant(Instant.ofEpochMilli(t), NEW_YORK).toLocalDateTime();
      boolean repeated = earlier.getHour() == 1 && earlier.getMonthValue() == 11;
      assertThat(!repeated && earlier.getHour() == hour && earlier.getMinute() == minute)
          .as("%s", earlier)
          .isFalse();
    }
  }
}
