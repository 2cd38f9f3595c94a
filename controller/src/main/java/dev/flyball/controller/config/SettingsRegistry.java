package dev.flyball.controller.config;

import dev.flyball.controller.config.Parsed.Invalid;
import dev.flyball.controller.config.Parsed.Valid;
import dev.flyball.controller.config.SettingsChange.Changed;
import dev.flyball.controller.config.SettingsChange.Rejected;
import dev.flyball.controller.config.SettingsChange.Unchanged;
import java.util.List;
import java.util.Optional;

/**
 * The settings in force: the defaults until a ConfigMap says otherwise, and the last good version
 * while its text is bad.
 *
 * <p>Not safe for several threads: the event loop owns it.
 */
public final class SettingsRegistry {
  private Settings inForce = Settings.DEFAULT;
  private Optional<String> text = Optional.empty();
  private List<Problem> problems = List.of();

  /** The settings in force. */
  public Settings inForce() {
    return inForce;
  }

  /** What is wrong with the text as last seen; empty where it is in force. */
  public List<Problem> problems() {
    return problems;
  }

  /** Takes the ConfigMap of the settings as it is now. */
  public SettingsChange apply(ConfigMapText configMap) {
    Optional<String> now = Optional.ofNullable(configMap.data().get(ConfigMapText.SETTINGS_KEY));
    if (now.isPresent() && text.equals(now)) {
      return new Unchanged();
    }
    text = now;
    return switch (SettingsReader.read(configMap)) {
      case Valid<Settings> valid -> accepted(valid.value(), valid.warnings());
      case Invalid<Settings> invalid -> rejected(invalid.problems());
    };
  }

  /** Takes note that the ConfigMap is no more: the defaults come back. */
  public SettingsChange remove() {
    text = Optional.empty();
    return accepted(Settings.DEFAULT, List.of());
  }

  private SettingsChange accepted(Settings settings, List<Problem> warnings) {
    Settings previous = inForce;
    boolean same = previous.equals(settings) && problems.isEmpty();
    inForce = settings;
    problems = List.of();
    return same ? new Unchanged() : new Changed(previous, settings, warnings);
  }

  private SettingsChange rejected(List<Problem> found) {
    boolean known = problems.equals(found);
    problems = found;
    return known ? new Unchanged() : new Rejected(found, inForce);
  }
}
