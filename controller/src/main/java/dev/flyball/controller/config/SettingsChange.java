package dev.flyball.controller.config;

import java.util.List;

/** What a new version of the settings' ConfigMap means. */
public sealed interface SettingsChange {
  /** The settings in force are what they were. */
  record Unchanged() implements SettingsChange {}

  /**
   * Other settings come into force, or a rejected text has been put right.
   *
   * @param previous what was in force until now
   * @param settings what is in force from now on
   * @param warnings remarks about the text
   */
  record Changed(Settings previous, Settings settings, List<Problem> warnings)
      implements SettingsChange {
    public Changed {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The text was refused; what was in force stays so.
   *
   * @param problems what is wrong, at least one
   * @param inForce the last good version, or the defaults
   */
  record Rejected(List<Problem> problems, Settings inForce) implements SettingsChange {
    public Rejected {
      problems = List.copyOf(problems);
    }
  }
}
