package dev.flyball.controller.config;

import java.util.List;

/** What became of one policy, settings or other object in a file. */
public sealed interface CheckedDocument {
  /** Where it stands; the line is the first of it in the file. */
  Place place();

  /**
   * A place in a file.
   *
   * @param origin the file, and the key of a ConfigMap in it
   * @param line line of the file, from 1
   */
  record Place(Origin origin, int line) {}

  /** What a document is. */
  enum Type {
    /** A policy. */
    POLICY,
    /** Settings of the controller. */
    SETTINGS
  }

  /**
   * A policy or settings.
   *
   * @param place where it stands
   * @param type what it is
   * @param problems what is wrong, in the order of the file; empty where it is valid
   * @param warnings what is accepted but worth knowing
   */
  record Checked(Place place, Type type, List<Problem> problems, List<Problem> warnings)
      implements CheckedDocument {
    public Checked {
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Something else, which was left alone.
   *
   * @param place where it stands
   * @param what what it is, such as {@code Deployment web}
   */
  record Skipped(Place place, String what) implements CheckedDocument {}
}
