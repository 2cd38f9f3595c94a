package dev.flyball.metrics.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import tools.jackson.databind.json.JsonMapper;

class WirePropertiesTest {
  private static final long YEAR_0 = -62_167_219_200_000L;
  private static final long YEAR_9999 = 253_402_300_799_999L;

  @Property
  void timesAreThoseOfJava(@ForAll @LongRange(min = YEAR_0, max = YEAR_9999) long millis) {
    ByteSink out = new ByteSink();
    JsonSink.time(out, millis);

    Instant second = Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS);
    assertThat(text(out)).isEqualTo("\"" + second + "\"");
  }

  @Example
  void timesOfEveryDayOfSomeYearsAreThoseOfJava() {
    for (String year : new String[] {"1900", "1970", "2000", "2023", "2024", "2100"}) {
      Instant day = Instant.parse(year + "-01-01T00:00:00Z");
      for (int i = 0; i < 367; i++) {
        timesAreThoseOfJava(day.plus(i, ChronoUnit.DAYS).toEpochMilli());
      }
    }
  }

  @Property
  void stringsAreThoseOfJackson(@ForAll String value) {
    ByteSink out = new ByteSink();
    JsonSink.string(out, value);

    String readBack = JsonMapper.shared().readValue(out.toBytes(), String.class);
    assertThat(readBack).isEqualTo(withoutHalfPairs(value));
  }

  @Property
  void textsAreUtf8(@ForAll String value) {
    ByteSink out = new ByteSink();
    out.add(value);

    assertThat(text(out)).isEqualTo(withoutHalfPairs(value));
    assertThat(out.toBytes()).isEqualTo(withoutHalfPairs(value).getBytes(StandardCharsets.UTF_8));
  }

  @Property
  void decimalsAreThoseOfJava(@ForAll long number) {
    ByteSink out = new ByteSink();
    out.addDecimal(number);

    assertThat(text(out)).isEqualTo(Long.toString(number));
  }

  private static String withoutHalfPairs(String value) {
    int[] points = value.codePoints().map(p -> p >= 0xd800 && p <= 0xdfff ? 0xfffd : p).toArray();
    return new String(points, 0, points.length);
  }

  private static String text(ByteSink out) {
    return new String(Arrays.copyOf(out.array(), out.length()), StandardCharsets.UTF_8);
  }
}
