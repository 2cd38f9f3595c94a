package dev.flyball.metrics.rules.template;

import java.util.ArrayList;
import java.util.List;

/** Reads the words of one expression in turn. */
final class TokenReader {
  private static final Token END = new Token(Token.Kind.END, "", false);

  private final Segment.Action action;
  private int at;

  TokenReader(Segment.Action action) {
    this.action = action;
  }

  String source() {
    return action.source();
  }

  Token peek() {
    return ahead(0);
  }

  private Token ahead(int distance) {
    List<Token> tokens = action.tokens();
    return at + distance < tokens.size() ? tokens.get(at + distance) : END;
  }

  Token next() {
    Token token = peek();
    at++;
    return token;
  }

  boolean skip(String punctuation) {
    boolean there = peek().is(punctuation);
    at += there ? 1 : 0;
    return there;
  }

  boolean endsCommand() {
    Token token = peek();
    return token.kind() == Token.Kind.END || token.is("|") || token.is(")");
  }

  void expectEnd() throws TemplateException {
    if (peek().kind() != Token.Kind.END) {
      throw wrong(peek().text() + " is out of place");
    }
  }

  /**
   * Reads the variables before {@code :=} or {@code =}, and stays before that mark; reads nothing
   * where there are none.
   */
  List<String> targets(int most) {
    List<String> names = new ArrayList<>();
    int distance = 0;
    while (names.size() < most && ahead(distance).kind() == Token.Kind.VARIABLE) {
      names.add(ahead(distance).text());
      distance++;
      if (!ahead(distance).is(",")) {
        break;
      }
      distance++;
    }
    Token mark = ahead(distance);
    if (names.isEmpty() || !(mark.is(":=") || mark.is("="))) {
      return List.of();
    }
    at += distance;
    return names;
  }

  /** Reads fields that follow without white space. */
  List<String> path(String... before) {
    List<String> path = new ArrayList<>(List.of(before));
    while (peek().kind() == Token.Kind.FIELD && !peek().spaced()) {
      path.add(next().text());
    }
    return path;
  }

  TemplateException wrong(String problem) {
    return TemplateException.wrong(action.source(), problem);
  }
}
