package dev.flyball.benchmarks;

import dev.flyball.controller.config.GoDuration;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as policies have them: {@code 90s}, {@code 1m30s}. */
final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    return GoDuration.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no duration; write one such as 90s or 5m"));
  }
}
