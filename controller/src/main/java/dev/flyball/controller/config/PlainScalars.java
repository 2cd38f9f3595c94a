package dev.flyball.controller.config;

import java.util.regex.Pattern;

/** What an unquoted scalar is, by the core schema of YAML 1.2, of which JSON is a part. */
final class PlainScalars {
  private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
  private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
  private static final Pattern FRACTION =
      Pattern.compile(
          "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
              + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private PlainScalars() {}

  static boolean isNull(String text) {
    return NULL.matcher(text).matches();
  }

  static boolean isBoolean(String text) {
    return BOOLEAN.matcher(text).matches();
  }

  static boolean isNumber(String text) {
    return WHOLE.matcher(text).matches() || FRACTION.matcher(text).matches();
  }

  static boolean isText(String text) {
    return !isNull(text) && !isBoolean(text) && !isNumber(text);
  }
}
