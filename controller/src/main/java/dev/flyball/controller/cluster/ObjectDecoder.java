package dev.flyball.controller.cluster;

import java.util.function.Supplier;
import tools.jackson.core.JsonParser;

/**
 * Reads what is wanted of one object of the API. Safe for several threads.
 *
 * @param <T> what is wanted
 */
interface ObjectDecoder<T> {
  /**
   * Reads an object whose first property the parser is about to come to, up to its end.
   *
   * @throws tools.jackson.core.JacksonException where this is no JSON
   */
  Found<T> read(JsonParser parser);

  /**
   * An object.
   *
   * @param version its resourceVersion
   * @param value makes what is wanted of it; may throw an IllegalArgumentException where the object
   *     says something that cannot be
   */
  record Found<T>(String namespace, String name, String version, Supplier<T> value) {}
}
