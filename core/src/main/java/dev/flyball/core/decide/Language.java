package dev.flyball.core.decide;

import java.util.Locale;
import java.util.Optional;

/** A language in which decisions are explained. */
public enum Language {
  English("en"),
  Korean("ko");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  /** Its name in two letters, as in ISO 639. */
  public String tag() {
    return tag;
  }

  /**
   * The language that a tag such as {@code ko}, {@code ko-KR} or {@code ko_KR.UTF-8} begins with;
   * empty for any other.
   */
  public static Optional<Language> of(String tag) {
    String lower = tag.toLowerCase(Locale.ROOT);
    for (Language language : values()) {
      boolean begins = lower.startsWith(language.tag);
      if (begins && (lower.length() == 2 || !Character.isLetterOrDigit(lower.charAt(2)))) {
        return Optional.of(language);
      }
    }
    return Optional.empty();
  }
}
