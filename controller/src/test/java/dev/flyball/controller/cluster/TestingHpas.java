package dev.flyball.controller.cluster;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/** HPAs as the loop is told of them. */
public final class TestingHpas {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private TestingHpas() {}

  /** What is read of an object of the API. */
  public static HpaInfo read(JsonNode hpa) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), hpa.toString())) {
      parser.nextToken();
      return new HpaDecoder().read(parser).value().get();
    }
  }
}
