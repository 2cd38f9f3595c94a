package dev.flyball.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  static Stream<Arguments> parsed() {
    return Stream.of(
        argumentSet("whole", "2", 2_000L),
        argumentSet("zero", "0", 0L),
        argumentSet("fraction", "1.5", 1_500L),
        argumentSet("fraction without a leading digit", ".5", 500L),
        argumentSet("fraction without a trailing digit", "1.", 1_000L),
        argumentSet("negative", "-1.5", -1_500L),
        argumentSet("with a plus", "+3", 3_000L),
        argumentSet("nano", "1000000n", 1L),
        argumentSet("micro", "5000u", 5L),
        argumentSet("milli", "100m", 100L),
        argumentSet("kilo", "1k", 1_000_000L),
        argumentSet("mega", "1M", 1_000_000_000L),
        argumentSet("giga", "1G", 1_000_000_000_000L),
        argumentSet("tera", "1T", 1_000_000_000_000_000L),
        argumentSet("peta", "1P", 1_000_000_000_000_000_000L),
        argumentSet("exa, beyond the range", "1E", Long.MAX_VALUE),
        argumentSet("kibi", "1Ki", 1_024_000L),
        argumentSet("mebi", "1.5Mi", 1_572_864_000L),
        argumentSet("gibi", "1Gi", 1_073_741_824_000L),
        argumentSet("tebi", "1Ti", 1_099_511_627_776_000L),
        argumentSet("pebi", "1Pi", 1_125_899_906_842_624_000L),
        argumentSet("exbi, beyond the range", "1Ei", Long.MAX_VALUE),
        argumentSet("exponent", "2e3", 2_000_000L),
        argumentSet("capital exponent", "2E3", 2_000_000L),
        argumentSet("negative exponent", "2e-3", 2L),
        argumentSet("signed exponent", "2e+3", 2_000_000L),
        argumentSet("rounded up", "100.1m", 101L),
        argumentSet("the least there is, rounded up", "1n", 1L),
        argumentSet("negative, rounded away from zero", "-1n", -1L),
        argumentSet("the largest that fits", "9223372036854775807m", Long.MAX_VALUE),
        argumentSet("one more saturates", "9223372036854775808m", Long.MAX_VALUE),
        argumentSet("far below saturates", "-1e99", -Long.MAX_VALUE));
  }

  @ParameterizedTest
  @MethodSource("parsed")
  void parsesToMilliUnits(String text, long milli) {
    assertThat(Quantity.parseMilli(text)).isEqualTo(milli);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "m", "Ki", "abc", "1x", "1ki", "1 k", " 1", "1mm", "1.2.3", "--1", "1e", "e3"})
  void refusesWhatIsNoQuantityAndSaysWhatWouldBe(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantity.parse(text))
        .withMessage("\"" + text + "\" is not a quantity such as 100m, 2, 1.5 or 512Mi");
  }

  static Stream<Arguments> formatted() {
    return Stream.of(
        arguments(0L, "0"),
        arguments(1L, "1m"),
        arguments(-1L, "-1m"),
        arguments(34_262L, "34262m"),
        arguments(1_000L, "1"),
        arguments(137_500L, "137500m"),
        arguments(1_000_000L, "1k"),
        arguments(1_500_000L, "1500"),
        arguments(1_000_000_000_000_000_000L, "1P"),
        arguments(-2_000_000_000L, "-2M"),
        arguments(Long.MAX_VALUE, "9223372036854775807m"));
  }

  @ParameterizedTest
  @MethodSource("formatted")
  void formatsWithTheLargestSuffixThatLeavesAnInteger(long milli, String text) {
    assertThat(Quantity.formatMilli(milli)).isEqualTo(text);
  }

  @Property
  void readsBackWhatItFormats(@ForAll @LongRange(min = -Long.MAX_VALUE) long milli) {
    assertThat(Quantity.parseMilli(Quantity.formatMilli(milli))).isEqualTo(milli);
  }

  @Property
  void readsBackRoundNumbersToo(@ForAll int number, @ForAll boolean thousands) {
    long milli = number * (thousands ? 1_000_000L : 1_000L);
    assertThat(Quantity.parseMilli(Quantity.formatMilli(milli))).isEqualTo(milli);
  }

  static Stream<Arguments> doubles() {
    return Stream.of(
        arguments("0.1", 1 * 0.1),
        arguments("100m", 100 * 0.001),
        arguments("2", 2.0),
        arguments("0.05", 5 * 0.01),
        // Three times a tenth, which is not the double that is nearest to 0.3.
        arguments("0.3", 0.30000000000000004),
        arguments("1Ki", 1024.0));
  }

  @ParameterizedTest
  @MethodSource("doubles")
  void multipliesDigitsByAPowerOfTenForADouble(String text, double value) {
    assertThat(Quantity.parseDouble(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1", "100m", "0.1e0"})
  void parsesExactly(String text) {
    assertThat(Quantity.parse(text)).isEqualByComparingTo(new BigDecimal("0.1"));
  }
}
