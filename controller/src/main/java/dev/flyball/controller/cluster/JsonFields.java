package dev.flyball.controller.cluster;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the few fields that are wanted of a large JSON document, without making anything of the
 * rest. Each method takes the value of the property at which the parser stands; a value of another
 * type than expected reads as if it were not there.
 */
final class JsonFields {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private JsonFields() {}

  /** Steps into an object; its properties follow, up to a null of {@link JsonParser#nextName}. */
  static boolean entersObject(JsonParser parser) {
    return enters(parser, JsonToken.START_OBJECT);
  }

  /** Steps into a list, whose elements follow. */
  private static boolean entersList(JsonParser parser) {
    return enters(parser, JsonToken.START_ARRAY);
  }

  private static boolean enters(JsonParser parser, JsonToken wanted) {
    if (parser.nextToken() == wanted) {
      return true;
    }
    parser.skipChildren();
    return false;
  }

  /** Steps into the next element of a list that is an object; false at the end of the list. */
  private static boolean nextObject(JsonParser parser) {
    for (JsonToken token = parser.nextToken(); ; token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        return true;
      }
      if (token == JsonToken.END_ARRAY || token == null) {
        return false;
      }
      parser.skipChildren();
    }
  }

  /** Calls for each property of an object, to read or skip its value; not for other values. */
  static void each(JsonParser parser, Consumer<String> property) {
    if (entersObject(parser)) {
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        property.accept(name);
      }
    }
  }

  /** Calls for each object in a list, to read it up to its end; other elements are passed over. */
  static void eachObject(JsonParser parser, Runnable object) {
    if (entersList(parser)) {
      while (nextObject(parser)) {
        object.run();
      }
    }
  }

  /** A list of strings; others are left out. */
  static List<String> strings(JsonParser parser) {
    if (!entersList(parser)) {
      return List.of();
    }
    List<String> strings = new ArrayList<>(2);
    for (JsonToken token = parser.nextToken();
        token != null && token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (token == JsonToken.VALUE_STRING) {
        strings.add(parser.getString());
      } else {
        parser.skipChildren();
      }
    }
    return strings;
  }

  static void skip(JsonParser parser) {
    parser.nextToken();
    parser.skipChildren();
  }

  static @Nullable String text(JsonParser parser) {
    if (parser.nextToken() == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    parser.skipChildren();
    return null;
  }

  static String orEmpty(JsonParser parser) {
    String text = text(parser);
    return text == null ? "" : text;
  }

  /** A number or a string, as quantities are written both ways. */
  static @Nullable String scalar(JsonParser parser) {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
      return parser.getString();
    }
    parser.skipChildren();
    return null;
  }

  static int integer(JsonParser parser, int otherwise) {
    if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      return parser.getIntValue();
    }
    parser.skipChildren();
    return otherwise;
  }

  static boolean isTrue(JsonParser parser) {
    boolean value = parser.nextToken() == JsonToken.VALUE_TRUE;
    parser.skipChildren();
    return value;
  }

  /** An object as text; empty where there is none. */
  static String object(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return "";
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      generator.copyCurrentStructure(parser);
    }
    return text.toString();
  }

  /** Names and their strings or numbers; others are left out. */
  static Map<String, String> map(JsonParser parser) {
    if (!entersObject(parser)) {
      return Map.of();
    }
    Map<String, String> map = new HashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      String value = scalar(parser);
      if (value != null) {
        map.put(name, value);
      }
    }
    return Map.copyOf(map);
  }
}
