package dev.flyball.metrics.rules.template;

/**
 * A word of an expression.
 *
 * @param kind what it is
 * @param text its text: names without dot, strings without quotes and escapes
 * @param spaced whether white space stands before it
 */
record Token(Kind kind, String text, boolean spaced) {
  /** Kinds of words. */
  enum Kind {
    /** {@code .Name}. */
    FIELD,
    /** A dot alone. */
    DOT,
    /** A name: a function or a keyword. */
    NAME,
    /** {@code $} or {@code $name}. */
    VARIABLE,
    /** A string. */
    STRING,
    /** A whole number, or a character, which is one. */
    NUMBER,
    /** Punctuation: {@code | ( ) , := =}. */
    PUNCTUATION,
    /** The end of the expression. */
    END
  }

  boolean is(String punctuation) {
    return kind == Kind.PUNCTUATION && text.equals(punctuation);
  }
}
