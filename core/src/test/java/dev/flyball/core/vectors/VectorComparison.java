package dev.flyball.core.vectors;

import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Compares decisions with recorded ones, field by field, and counts what differs. */
public final class VectorComparison {
  /** Which of several pods without a request an error names follows no order that is recorded. */
  private static final Pattern POD_NAME = Pattern.compile("(of|in) Pod \\S+");

  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private int scenarios;
  private int steps;
  private int differences;

  /** Begins the next scenario. */
  public void begin() {
    scenarios++;
  }

  /** Compares one step; prints the first difference of all. */
  public void compare(
      VectorScenario scenario, int step, Map<String, JsonNode> actual, JsonNode expected) {
    steps++;
    actual.forEach(
        (field, value) -> {
          String is = normalized(value);
          String should = normalized(expected(field, expected));
          if (!is.equals(should) && differences++ == 0) {
            System.out.printf(
                "first difference: scenario %s, step %d, field %s%n  expected %s%n  actual   %s%n",
                scenario.id(), step, field, should, is);
          }
        });
  }

  /** A field that is left out of the record has its type's empty value. */
  private static JsonNode expected(String field, JsonNode expected) {
    JsonNode value = expected.get(field);
    if (value != null) {
      return value;
    }
    return switch (field) {
      case "failed" -> SORTED.valueToTree(false);
      case "error" -> SORTED.valueToTree("");
      default -> SORTED.createArrayNode();
    };
  }

  private static String normalized(JsonNode value) {
    String text = SORTED.writeValueAsString(SORTED.treeToValue(value, Object.class));
    return POD_NAME.matcher(text).replaceAll("$1 Pod *");
  }

  public int scenarios() {
    return scenarios;
  }

  public int steps() {
    return steps;
  }

  public int differences() {
    return differences;
  }

  @Override
  public String toString() {
    return scenarios + " scenarios, " + steps + " steps, " + differences + " differences";
  }
}
