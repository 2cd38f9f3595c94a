package dev.flyball.metrics.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/**
 * What a name becomes, with groups of its match: {@code $1}, {@code ${1}_per_second}, {@code
 * ${name}}, {@code $$} for a dollar. As in Go, a reference without braces takes as many letters,
 * digits and underscores as there are.
 */
final class NameTemplate {
  /** Text, or a group by its number where the text is empty. */
  private record Part(String text, int group) {}

  private final List<Part> parts;

  private NameTemplate(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  static NameTemplate compile(String as, GoRegex groups) throws RuleException {
    List<Part> parts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < as.length()) {
      char c = as.charAt(at++);
      if (c != '$' || at == as.length()) {
        text.append(c);
        continue;
      }
      if (as.charAt(at) == '$') {
        text.append('$');
        at++;
        continue;
      }
      boolean braces = as.charAt(at) == '{';
      String name = word(as, braces ? at + 1 : at);
      int end = at + name.length() + (braces ? 2 : 0);
      if (name.isEmpty() || (braces && !as.startsWith("}", end - 1))) {
        text.append('$'); // Go takes a dollar that refers to nothing as text.
        continue;
      }
      int group = groups.group(name);
      if (group < 0) {
        throw noGroup(as, name);
      }
      parts.add(new Part(text.toString(), -1));
      parts.add(new Part("", group));
      text.setLength(0);
      at = end;
    }
    parts.add(new Part(text.toString(), -1));
    return new NameTemplate(parts);
  }

  private static String word(String text, int from) {
    int end = from;
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    return text.substring(from, end);
  }

  private static RuleException noGroup(String as, String name) {
    int digits = 0;
    while (digits < name.length() && Character.isDigit(name.charAt(digits))) {
      digits++;
    }
    String remedy =
        digits > 0 && digits < name.length()
            ? "write ${" + name.substring(0, digits) + "}" + name.substring(digits)
            : "add the group to name.matches, or refer to one that it has";
    return new RuleException(
        "name.as",
        "\"" + as + "\" refers to the group " + name + ", which name.matches does not have",
        remedy);
  }

  String expand(Matcher match) {
    StringBuilder name = new StringBuilder();
    for (Part part : parts) {
      String group = part.group < 0 ? part.text : match.group(part.group);
      name.append(group == null ? "" : group);
    }
    return name.toString();
  }
}
