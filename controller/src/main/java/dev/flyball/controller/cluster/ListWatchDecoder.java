package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.ObjectDecoder.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads pages of lists and events of watches. One object that cannot be understood does not cost
 * the others. Safe for several threads.
 */
final class ListWatchDecoder<T> {
  private static final Logger LOG = LoggerFactory.getLogger(ListWatchDecoder.class);
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private final ObjectDecoder<T> objects;

  /**
   * A part of a list.
   *
   * @param version the version of the list
   * @param next asks for the next part; empty at the end
   */
  record Page<T>(List<T> values, String version, String next) {}

  /** What an event of a watch tells. */
  sealed interface Change<T> {
    /** The object is there, and at which version. */
    record There<T>(T value, String version) implements Change<T> {}

    /** The object is gone. */
    record Gone<T>(String namespace, String name, String version) implements Change<T> {}

    /** Nothing has happened up to this version. */
    record Bookmark<T>(String version) implements Change<T> {}

    /** The watch cannot go on: everything has to be listed anew. */
    record Lost<T>(String why) implements Change<T> {}
  }

  ListWatchDecoder(ObjectDecoder<T> objects) {
    this.objects = objects;
  }

  /**
   * Reads a page.
   *
   * @throws JacksonException where this is no JSON
   */
  Page<T> page(byte[] body) {
    List<T> values = new ArrayList<>();
    ListMetadata metadata = new ListMetadata();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      parser.nextToken();
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        switch (name) {
          case "metadata" -> metadata.read(parser);
          case "items" -> JsonFields.eachObject(parser, () -> item(parser, values));
          default -> JsonFields.skip(parser);
        }
      }
    }
    return new Page<>(values, metadata.version, metadata.next);
  }

  private void item(JsonParser parser, List<T> values) {
    T value = valueOf(objects.read(parser));
    if (value != null) {
      values.add(value);
    }
  }

  private @Nullable T valueOf(Found<T> found) {
    try {
      return found.value().get();
    } catch (IllegalArgumentException e) {
      LOG.atWarn()
          .addKeyValue("object", found.namespace() + "/" + found.name())
          .log("ignored an object that cannot be read: {}", e.getMessage());
      return null;
    }
  }

  /** Reads an event. */
  Change<T> change(byte[] line, int from, int length) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line, from, length)) {
      parser.nextToken();
      String type = "";
      Found<T> found = null;
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        if (name.equals("type")) {
          type = JsonFields.orEmpty(parser);
        } else if (!name.equals("object")) {
          JsonFields.skip(parser);
        } else if (type.equals("ERROR")) {
          return new Change.Lost<>(error(parser));
        } else if (JsonFields.entersObject(parser)) {
          found = objects.read(parser);
        }
      }
      return found == null ? new Change.Lost<>("an event without an object") : change(type, found);
    } catch (JacksonException e) {
      return new Change.Lost<>(e.getOriginalMessage());
    }
  }

  private Change<T> change(String type, Found<T> found) {
    return switch (type) {
      case "ADDED", "MODIFIED" -> {
        T value = valueOf(found);
        yield value == null
            ? new Change.Bookmark<>(found.version())
            : new Change.There<>(value, found.version());
      }
      case "DELETED" -> new Change.Gone<>(found.namespace(), found.name(), found.version());
      case "BOOKMARK" -> new Change.Bookmark<>(found.version());
      default -> new Change.Lost<>("an event of type \"" + type + "\"");
    };
  }

  private static String error(JsonParser parser) {
    String message = "an error";
    if (JsonFields.entersObject(parser)) {
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        if (name.equals("message")) {
          message = Objects.requireNonNullElse(JsonFields.text(parser), message);
        } else {
          JsonFields.skip(parser);
        }
      }
    }
    return message;
  }

  /** What is wanted of a list's metadata. */
  private static final class ListMetadata {
    String version = "";
    String next = "";

    void read(JsonParser parser) {
      JsonFields.each(
          parser,
          name -> {
            switch (name) {
              case "resourceVersion" -> version = JsonFields.orEmpty(parser);
              case "continue" -> next = JsonFields.orEmpty(parser);
              default -> JsonFields.skip(parser);
            }
          });
    }
  }
}
