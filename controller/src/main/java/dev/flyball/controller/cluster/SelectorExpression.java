package dev.flyball.controller.cluster;

import java.util.List;
import tools.jackson.core.JsonParser;

/**
 * One requirement of a selector, as it is written; whether there is such an operator is not looked
 * at.
 */
record SelectorExpression(String key, String operator, List<String> values) {
  /**
   * Reads one up to its end.
   *
   * @param keyField what the field is called that says what is selected by
   */
  static SelectorExpression read(JsonParser parser, String keyField) {
    String key = "";
    String operator = "";
    List<String> values = List.of();
    for (String field = parser.nextName(); field != null; field = parser.nextName()) {
      if (field.equals(keyField)) {
        key = JsonFields.orEmpty(parser);
      } else if (field.equals("operator")) {
        operator = JsonFields.orEmpty(parser);
      } else if (field.equals("values")) {
        values = JsonFields.strings(parser);
      } else {
        JsonFields.skip(parser);
      }
    }
    return new SelectorExpression(key, operator, values);
  }
}
