package dev.flyball.core.policy;

import org.jspecify.annotations.Nullable;

/** What may be the key and the value of a label, in the words of the API server. */
final class LabelSyntax {
  private static final int LONGEST_NAME = 63;
  private static final int LONGEST_DOMAIN = 253;
  private static final String NAME_RULE =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
          + " alphanumeric character";
  private static final String DOMAIN_RULE =
      "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
          + " characters, '-' or '.', and must start and end with an alphanumeric character";

  private LabelSyntax() {}

  /** Why a text is no key of a label; null where it is one. */
  static @Nullable String keyProblem(String key) {
    int slash = key.indexOf('/');
    if (slash < 0) {
      return nameProblem(key);
    }
    if (key.indexOf('/', slash + 1) >= 0) {
      return "a valid label key "
          + NAME_RULE
          + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
    }
    String domain = key.substring(0, slash);
    if (domain.isEmpty()) {
      return "prefix part must be non-empty";
    }
    if (domain.length() > LONGEST_DOMAIN) {
      return "prefix part must be no more than " + LONGEST_DOMAIN + " bytes";
    }
    return isDomain(domain) ? nameProblem(key.substring(slash + 1)) : DOMAIN_RULE;
  }

  private static @Nullable String nameProblem(String name) {
    if (name.isEmpty()) {
      return "name part must be non-empty";
    }
    if (!isName(name)) {
      return "name part " + NAME_RULE;
    }
    return name.length() > LONGEST_NAME
        ? "name part must be no more than " + LONGEST_NAME + " bytes"
        : null;
  }

  /** Why a text is no value of a label; null where it is one. */
  static @Nullable String valueProblem(String value) {
    if (!value.isEmpty() && !isName(value)) {
      return "a valid label must be an empty string or "
          + NAME_RULE.replaceFirst("^must consist", "consist");
    }
    return value.length() > LONGEST_NAME ? "must be no more than " + LONGEST_NAME + " bytes" : null;
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean inside = i > 0 && i < name.length() - 1;
      if (!isLower(c) && !(c >= 'A' && c <= 'Z') && !(inside && isMark(c))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMark(char c) {
    return c == '-' || c == '_' || c == '.';
  }

  private static boolean isLower(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isDomain(String domain) {
    char before = '.';
    for (int i = 0; i < domain.length(); i++) {
      char c = domain.charAt(i);
      boolean fits =
          switch (c) {
            case '.' -> before != '.' && before != '-';
            case '-' -> before != '.';
            default -> isLower(c);
          };
      if (!fits) {
        return false;
      }
      before = c;
    }
    return isLower(before);
  }
}
