package dev.flyball.controller.config;

import dev.flyball.controller.config.Parsed.Invalid;
import dev.flyball.controller.config.Parsed.Valid;
import dev.flyball.core.policy.Policy;
import java.util.List;

/** Reads texts that a test expects to be valid. */
final class Read {
  private Read() {}

  static Policy policy(String text) {
    return valid(PolicyReader.read(text, Origin.file("policy.yaml"))).value();
  }

  static List<String> warnings(String text) {
    return valid(PolicyReader.read(text, Origin.file("policy.yaml"))).warnings().stream()
        .map(Problem::describeAsWarning)
        .toList();
  }

  static Settings settings(String text) {
    return valid(SettingsReader.read(text, Origin.file("settings.yaml"))).value();
  }

  private static <T> Valid<T> valid(Parsed<T> parsed) {
    return switch (parsed) {
      case Valid<T> valid -> valid;
      case Invalid<T> invalid -> throw new AssertionError(invalid.problems().toString());
    };
  }
}
