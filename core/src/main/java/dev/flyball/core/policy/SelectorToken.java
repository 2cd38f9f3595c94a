package dev.flyball.core.policy;

/**
 * A word or sign of a selector's text.
 *
 * @param type what it is
 * @param at where it starts, counted from 0
 * @param text how it is written
 */
record SelectorToken(TokenType type, int at, String text) {
  enum TokenType {
    /** A key or a value; {@code in} and {@code notin} are words too, and operators by place. */
    WORD,
    COMMA,
    OPEN,
    CLOSE,
    NOT,
    EQUALS,
    NOT_EQUALS,
    /** A sign that only selectors of other languages have. */
    OTHER,
    END
  }

  /** The token that starts at or after a place. */
  static SelectorToken next(String text, int from) {
    int at = from;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return new SelectorToken(TokenType.END, at, "");
    }
    boolean beforeEquals = at + 1 < text.length() && text.charAt(at + 1) == '=';
    return switch (text.charAt(at)) {
      case ',' -> sign(TokenType.COMMA, at, ",");
      case '(' -> sign(TokenType.OPEN, at, "(");
      case ')' -> sign(TokenType.CLOSE, at, ")");
      case '<' -> sign(TokenType.OTHER, at, "<");
      case '>' -> sign(TokenType.OTHER, at, ">");
      case '=' -> sign(TokenType.EQUALS, at, beforeEquals ? "==" : "=");
      case '!' ->
          beforeEquals ? sign(TokenType.NOT_EQUALS, at, "!=") : sign(TokenType.NOT, at, "!");
      default -> word(text, at);
    };
  }

  private static SelectorToken sign(TokenType type, int at, String sign) {
    return new SelectorToken(type, at, sign);
  }

  private static SelectorToken word(String text, int at) {
    int end = at;
    while (end < text.length() && !isSpace(text.charAt(end)) && !isSign(text.charAt(end))) {
      end++;
    }
    return new SelectorToken(TokenType.WORD, at, text.substring(at, end));
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isSign(char c) {
    return switch (c) {
      case '=', '!', '(', ')', ',', '<', '>' -> true;
      default -> false;
    };
  }

  /** Where the next token is looked for. */
  int end() {
    return at + text.length();
  }
}
