package dev.flyball.core.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReadableAmountTest {
  static Stream<Arguments> numbers() {
    return Stream.of(
        arguments(0L, "0"),
        arguments(250L, "250m"),
        arguments(-250L, "-250m"),
        arguments(1_000L, "1"),
        arguments(1_254L, "1.25"),
        arguments(100_000L, "100"),
        arguments(137_512L, "137.5"),
        arguments(9_999_000L, "9999"),
        arguments(10_000_000L, "10k"),
        arguments(1_234_567_000L, "1.23M"),
        arguments(-12_000_000L, "-12k"),
        arguments(Long.MAX_VALUE, "9.22P"));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void writesNumbers(long milli, String text) {
    assertThat(ReadableAmount.Number.format(milli)).isEqualTo(text);
  }

  static Stream<Arguments> bytes() {
    return Stream.of(
        arguments(1_000_000L, "1000"),
        arguments(1_024_000L, "1Ki"),
        arguments(512L * 1024 * 1024 * 1000, "512Mi"),
        arguments(1_610_612_736_000L, "1.5Gi"));
  }

  @ParameterizedTest
  @MethodSource("bytes")
  void writesBytes(long milli, String text) {
    assertThat(ReadableAmount.Bytes.format(milli)).isEqualTo(text);
  }
}
