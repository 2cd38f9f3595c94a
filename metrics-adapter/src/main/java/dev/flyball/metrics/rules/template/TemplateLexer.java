package dev.flyball.metrics.rules.template;

import java.util.ArrayList;
import java.util.List;

/** Cuts a template into text and expressions, and expressions into words. */
final class TemplateLexer {
  private static final String LEFT = "<<";
  private static final String RIGHT = ">>";
  private static final String SPACE = " \t\r\n";

  private final String template;
  private final List<Segment> segments = new ArrayList<>();
  private int at;
  private int actionStart;

  private TemplateLexer(String template) {
    this.template = template;
  }

  static List<Segment> segments(String template) throws TemplateException {
    TemplateLexer lexer = new TemplateLexer(template);
    lexer.run();
    return lexer.segments;
  }

  private void run() throws TemplateException {
    boolean trimNext = false;
    while (at < template.length()) {
      int open = template.indexOf(LEFT, at);
      String text = open < 0 ? template.substring(at) : template.substring(at, open);
      if (trimNext) {
        text = text.stripLeading();
      }
      if (open < 0) {
        at = template.length();
        add(text);
        return;
      }
      actionStart = open;
      at = open + LEFT.length();
      if (opensWithTrim()) {
        at++;
        text = text.stripTrailing();
      }
      add(text);
      trimNext = action();
    }
  }

  private void add(String text) {
    if (!text.isEmpty()) {
      segments.add(new Segment.Text(text));
    }
  }

  private boolean opensWithTrim() {
    return template.startsWith("-", at) && isSpace(at + 1);
  }

  private boolean isSpace(int index) {
    return index < template.length() && SPACE.indexOf(template.charAt(index)) >= 0;
  }

  /** Reads up to the closing delimiter; says whether it trims the text that follows. */
  private boolean action() throws TemplateException {
    boolean comment = skipComment();
    List<Token> tokens = new ArrayList<>();
    while (true) {
      int before = at;
      while (isSpace(at)) {
        at++;
      }
      boolean spaced = at > before;
      boolean trim = spaced && template.startsWith("-" + RIGHT, at);
      if (trim || template.startsWith(RIGHT, at)) {
        at += RIGHT.length() + (trim ? 1 : 0);
        tokens.add(new Token(Token.Kind.END, "", spaced));
        if (!comment) {
          segments.add(new Segment.Action(template.substring(actionStart, at), tokens));
        }
        return trim;
      }
      if (at >= template.length()) {
        throw wrong("the expression has no end: " + RIGHT + " is missing");
      }
      if (comment) {
        throw wrong("a comment stands alone in its expression");
      }
      tokens.add(token(spaced));
    }
  }

  private boolean skipComment() throws TemplateException {
    int from = at;
    while (isSpace(from) && from > actionStart + LEFT.length()) {
      from++;
    }
    if (!template.startsWith("/*", from)) {
      return false;
    }
    int end = template.indexOf("*/", from + 2);
    if (end < 0) {
      throw wrong("the comment has no end");
    }
    at = end + 2;
    return true;
  }

  private Token token(boolean spaced) throws TemplateException {
    char c = template.charAt(at);
    if (c == '"' || c == '`' || c == '\'') {
      return quoted(c, spaced);
    }
    if (c == '.' || c == '$') {
      String name = name(at + 1);
      at += 1 + name.length();
      if (c == '$') {
        return new Token(Token.Kind.VARIABLE, "$" + name, spaced);
      }
      return new Token(name.isEmpty() ? Token.Kind.DOT : Token.Kind.FIELD, name, spaced);
    }
    String name = name(at);
    if (!name.isEmpty() && !Character.isDigit(c)) {
      at += name.length();
      return new Token(Token.Kind.NAME, name, spaced);
    }
    if (Character.isDigit(c) || c == '-' || c == '+') {
      return number(spaced);
    }
    for (String mark : List.of(":=", "|", "(", ")", ",", "=")) {
      if (template.startsWith(mark, at)) {
        at += mark.length();
        return new Token(Token.Kind.PUNCTUATION, mark, spaced);
      }
    }
    throw wrong("there is no meaning to " + c);
  }

  private String name(int from) {
    int end = from;
    while (end < template.length()
        && (Character.isLetterOrDigit(template.charAt(end)) || template.charAt(end) == '_')) {
      end++;
    }
    return template.substring(from, end);
  }

  private Token number(boolean spaced) throws TemplateException {
    int end = at + 1;
    end += name(end).length();
    String digits = template.substring(at, end);
    at = end;
    try {
      return new Token(Token.Kind.NUMBER, Long.toString(Long.parseLong(digits)), spaced);
    } catch (NumberFormatException e) {
      throw wrong(digits + " is no whole number");
    }
  }

  private Token quoted(char quote, boolean spaced) throws TemplateException {
    int end = at + 1;
    while (end < template.length() && template.charAt(end) != quote) {
      end += template.charAt(end) == '\\' && quote != '`' ? 2 : 1;
    }
    if (end >= template.length()) {
      throw wrong("the string has no end");
    }
    String inside = template.substring(at + 1, end);
    at = end + 1;
    if (quote == '`') {
      return new Token(Token.Kind.STRING, inside, spaced);
    }
    String text = unescape(inside);
    if (quote == '"') {
      return new Token(Token.Kind.STRING, text, spaced);
    }
    if (text.codePointCount(0, text.length()) != 1) {
      throw wrong("'" + inside + "' is no single character");
    }
    return new Token(Token.Kind.NUMBER, Integer.toString(text.codePointAt(0)), spaced);
  }

  private String unescape(String text) throws TemplateException {
    StringBuilder plain = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      char escaped = text.charAt(i++);
      int meaning = "nrt\\\"'".indexOf(escaped);
      if (meaning < 0) {
        throw wrong("\\" + escaped + " is no escape that is known here");
      }
      plain.append("\n\r\t\\\"'".charAt(meaning));
    }
    return plain.toString();
  }

  private TemplateException wrong(String problem) {
    int end = template.indexOf(RIGHT, actionStart);
    String source =
        end < 0
            ? template.substring(actionStart)
            : template.substring(actionStart, end + RIGHT.length());
    return TemplateException.wrong(source, problem);
  }
}
