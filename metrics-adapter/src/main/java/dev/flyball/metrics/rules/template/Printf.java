package dev.flyball.metrics.rules.template;

import java.util.List;

/** Go's printf with the verbs s, v, q and d, without widths and flags. */
final class Printf {
  private Printf() {}

  static String format(String source, List<Object> arguments) throws TemplateException {
    if (arguments.isEmpty() || !(arguments.getFirst() instanceof String format)) {
      throw TemplateException.wrong(source, "printf takes a format first");
    }
    StringBuilder text = new StringBuilder();
    int next = 1;
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c != '%') {
        text.append(c);
        continue;
      }
      char verb = at < format.length() ? format.charAt(at++) : ' ';
      if (verb == '%') {
        text.append('%');
        continue;
      }
      if (next >= arguments.size()) {
        throw TemplateException.wrong(source, "printf has too few arguments");
      }
      text.append(formatted(source, verb, arguments.get(next++)));
    }
    if (next < arguments.size()) {
      throw TemplateException.wrong(source, "printf has too many arguments");
    }
    return text.toString();
  }

  private static String formatted(String source, char verb, Object value) throws TemplateException {
    boolean fits =
        switch (verb) {
          case 'v' -> true;
          case 's', 'q' -> value instanceof String || (verb == 's' && value instanceof List<?>);
          case 'd' -> value instanceof Long;
          default -> false;
        };
    if (!fits) {
      throw TemplateException.wrong(
          source, "printf knows %s, %q, %d and %v, each with its kind of value; not %" + verb);
    }
    return verb == 'q' ? GoQuote.quote((String) value) : Values.print(value);
  }
}
