package dev.flyball.metrics.rules.template;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The functions of Go's templates that rules can have a use for. */
final class TemplateFunctions {
  /** Every function that there is. */
  static final Set<String> NAMES =
      Set.of(
          "and",
          "or",
          "not",
          "len",
          "index",
          "slice",
          "print",
          "printf",
          "println",
          "eq",
          "ne",
          "lt",
          "le",
          "gt",
          "ge",
          "urlquery");

  private final String source;

  /** Functions for one expression, whose text errors have. */
  TemplateFunctions(String source) {
    this.source = source;
  }

  Object call(String name, List<Object> arguments) throws TemplateException {
    return switch (name) {
      case "not" -> !Values.isTrue(only(name, arguments));
      case "len" -> length(only(name, arguments));
      case "index" -> index(arguments);
      case "slice" -> slice(arguments);
      case "print" -> Values.print(arguments, false);
      case "println" -> Values.print(arguments, true);
      case "printf" -> Printf.format(source, arguments);
      case "urlquery" -> Values.urlQuery(Values.print(arguments, false));
      case "eq" -> isEqual(arguments);
      case "ne", "lt", "le", "gt", "ge" -> compare(name, arguments);
      default -> throw wrong("there is no function " + name);
    };
  }

  private Object only(String name, List<Object> arguments) throws TemplateException {
    if (arguments.size() != 1) {
      throw wrong(name + " takes one argument");
    }
    return arguments.getFirst();
  }

  private long length(Object value) throws TemplateException {
    return switch (value) {
      case String text -> text.length();
      case List<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      default -> throw wrong("len takes a string, a list or a map");
    };
  }

  private Object index(List<Object> arguments) throws TemplateException {
    if (arguments.isEmpty()) {
      throw wrong("index takes a list or a map and what to look up");
    }
    Object value = arguments.getFirst();
    for (Object key : arguments.subList(1, arguments.size())) {
      value =
          switch (value) {
            case Map<?, ?> map when key instanceof String name -> entry(map, name);
            case List<?> list when key instanceof Long at -> element(list, at);
            case String text when key instanceof Long at ->
                (long) text.charAt(within(at, text.length()));
            default -> throw wrong("index cannot look up " + Values.print(key) + " there");
          };
    }
    return value;
  }

  /** A label without a value has the empty one, as strings have in Go. */
  private static Object entry(Map<?, ?> map, String name) {
    Object value = map.get(name);
    return value == null ? "" : value;
  }

  private Object element(List<?> list, long at) throws TemplateException {
    return list.get(within(at, list.size()));
  }

  private int within(long at, int size) throws TemplateException {
    if (at < 0 || at >= size) {
      throw TemplateException.unlucky(source, "index " + at + " is out of range: " + size);
    }
    return (int) at;
  }

  private Object slice(List<Object> arguments) throws TemplateException {
    if (arguments.isEmpty() || arguments.size() > 3) {
      throw wrong("slice takes a string or a list, and two numbers at most");
    }
    Object value = arguments.getFirst();
    int size = (int) length(value);
    int from = arguments.size() > 1 ? bound(arguments.get(1), size) : 0;
    int to = arguments.size() > 2 ? bound(arguments.get(2), size) : size;
    if (from > to) {
      throw TemplateException.unlucky(source, "slice from " + from + " to " + to);
    }
    return switch (value) {
      case String text -> text.substring(from, to);
      case List<?> list -> list.subList(from, to);
      default -> throw wrong("slice takes a string or a list");
    };
  }

  private int bound(Object value, int size) throws TemplateException {
    if (!(value instanceof Long number)) {
      throw wrong("slice takes numbers");
    }
    return within(number, size + 1);
  }

  private boolean isEqual(List<Object> arguments) throws TemplateException {
    if (arguments.size() < 2) {
      throw wrong("eq takes two arguments or more");
    }
    boolean equal = false;
    for (Object other : arguments.subList(1, arguments.size())) {
      equal |= order(arguments.getFirst(), other) == 0;
    }
    return equal;
  }

  private boolean compare(String name, List<Object> arguments) throws TemplateException {
    if (arguments.size() != 2) {
      throw wrong(name + " takes two arguments");
    }
    int order = order(arguments.get(0), arguments.get(1));
    return switch (name) {
      case "ne" -> order != 0;
      case "lt" -> order < 0;
      case "le" -> order <= 0;
      case "gt" -> order > 0;
      default -> order >= 0;
    };
  }

  private int order(Object left, Object right) throws TemplateException {
    if (left instanceof String a && right instanceof String b) {
      return a.compareTo(b);
    }
    if (left instanceof Long a && right instanceof Long b) {
      return a.compareTo(b);
    }
    if (left instanceof Boolean a && right instanceof Boolean b) {
      return a.compareTo(b);
    }
    throw wrong("only strings or numbers can be compared, with their like");
  }

  private TemplateException wrong(String problem) {
    return TemplateException.wrong(source, problem);
  }
}
