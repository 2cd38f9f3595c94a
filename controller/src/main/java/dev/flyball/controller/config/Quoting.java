package dev.flyball.controller.config;

/** User text as it appears inside a message: short, on one line, without control characters. */
final class Quoting {
  private static final int LONGEST = 60;

  private Quoting() {}

  /** The text in quotation marks, cut where it is long. */
  static String quoted(String text) {
    return '"' + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text) + '"';
  }

  /** The text with every control character and line separator made visible. */
  static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> append(line, c);
      }
    }
    return line.toString();
  }

  private static void append(StringBuilder line, char c) {
    // U+2028 and U+2029 break lines too; a lone half of a surrogate pair cannot be encoded.
    if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
      line.append(String.format("\\u%04x", (int) c));
    } else {
      line.append(c);
    }
  }
}
