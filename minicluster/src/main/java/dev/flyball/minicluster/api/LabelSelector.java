package dev.flyball.minicluster.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Requirements on labels, in all forms of the API: {@code =}, {@code ==}, {@code !=}, in, notin,
 * exists, not exists.
 */
public record LabelSelector(List<Requirement> requirements) {
  private static final Pattern SET =
      Pattern.compile("([^\\s!=,()]+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
  private static final Pattern EQUALITY =
      Pattern.compile("([^\\s!=,()]+)\\s*(==|=|!=)\\s*([^\\s!=,()]*)");
  private static final Pattern EXISTS = Pattern.compile("(!?)\\s*([^\\s!=,()]+)");

  /** Matches everything. */
  public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /** How one key is tested. */
  public enum Operator {
    /** Label present with one of the values. */
    IN,
    /** Label absent or with another value. */
    NOT_IN,
    /** Label present. */
    EXISTS,
    /** Label absent. */
    ABSENT
  }

  /** One test of one key. */
  public record Requirement(String key, Operator operator, Set<String> values) {
    public Requirement {
      values = new TreeSet<>(values);
    }

    boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case ABSENT -> value == null;
      };
    }

    private String text() {
      String list = String.join(",", values);
      return switch (operator) {
        case IN -> values.size() == 1 ? key + "=" + list : key + " in (" + list + ")";
        case NOT_IN -> values.size() == 1 ? key + "!=" + list : key + " notin (" + list + ")";
        case EXISTS -> key;
        case ABSENT -> "!" + key;
      };
    }
  }

  /**
   * Parses the {@code labelSelector} parameter.
   *
   * @throws ApiException 400 when it cannot be parsed
   */
  public static LabelSelector parse(String text) {
    var found = new ArrayList<Requirement>();
    String rest = text.strip();
    while (!rest.isEmpty()) {
      Matcher set = SET.matcher(rest);
      Matcher equality = EQUALITY.matcher(rest);
      Matcher exists = EXISTS.matcher(rest);
      int end;
      if (set.lookingAt()) {
        var operator = set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN;
        found.add(new Requirement(set.group(1), operator, split(set.group(3))));
        end = set.end();
      } else if (equality.lookingAt()) {
        var operator = equality.group(2).equals("!=") ? Operator.NOT_IN : Operator.IN;
        found.add(new Requirement(equality.group(1), operator, Set.of(equality.group(3))));
        end = equality.end();
      } else if (exists.lookingAt()) {
        var operator = exists.group(1).isEmpty() ? Operator.EXISTS : Operator.ABSENT;
        found.add(new Requirement(exists.group(2), operator, Set.of()));
        end = exists.end();
      } else {
        throw unparsable(text);
      }
      rest = rest.substring(end).strip();
      if (rest.startsWith(",") && rest.length() > 1) {
        rest = rest.substring(1).strip();
      } else if (!rest.isEmpty()) {
        throw unparsable(text);
      }
    }
    return found.isEmpty() ? EVERYTHING : new LabelSelector(found);
  }

  private static ApiException unparsable(String text) {
    return ApiException.badRequest(
        "unable to parse requirement: \"" + text + "\" is not a label selector");
  }

  private static Set<String> split(String values) {
    var set = new TreeSet<String>();
    for (String value : values.split(",", -1)) {
      set.add(value.strip());
    }
    return set;
  }

  /** Reads a {@code LabelSelector} object with matchLabels and matchExpressions. */
  public static LabelSelector of(JsonNode selector) {
    var found = new ArrayList<Requirement>();
    Json.strings(selector.path("matchLabels"))
        .forEach((key, value) -> found.add(new Requirement(key, Operator.IN, Set.of(value))));
    for (JsonNode expression : selector.path("matchExpressions")) {
      var values = new TreeSet<String>();
      expression.path("values").forEach(v -> values.add(v.asString("")));
      found.add(new Requirement(Json.text(expression, "key"), operator(expression), values));
    }
    return new LabelSelector(found);
  }

  private static Operator operator(JsonNode expression) {
    String name = Json.text(expression, "operator");
    return switch (name) {
      case "In" -> Operator.IN;
      case "NotIn" -> Operator.NOT_IN;
      case "Exists" -> Operator.EXISTS;
      case "DoesNotExist" -> Operator.ABSENT;
      default ->
          throw ApiException.badRequest("\"" + name + "\" is not a valid label selector operator");
    };
  }

  /** Whether all requirements hold. */
  public boolean matches(Map<String, String> labels) {
    for (Requirement requirement : requirements) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** The string form, as in the status of a scale. */
  public String text() {
    return requirements.stream().map(Requirement::text).collect(Collectors.joining(","));
  }
}
