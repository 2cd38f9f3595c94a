package dev.flyball.metrics.trust;

import io.vertx.core.http.HttpServerResponse;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Refusals in the form in which API servers give them: an object of kind Status. */
final class StatusBody {
  private static final JsonFactory JSON = new JsonFactory();

  private StatusBody() {}

  static String json(int code, String reason, String message) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("kind", "Status");
      json.writeStringProperty("apiVersion", "v1");
      json.writeName("metadata").writeStartObject().writeEndObject();
      json.writeStringProperty("status", "Failure");
      json.writeStringProperty("message", message);
      json.writeStringProperty("reason", reason);
      json.writeNumberProperty("code", code);
      json.writeEndObject();
    }
    return text.toString();
  }

  static void send(HttpServerResponse response, int code, String reason, String message) {
    response
        .setStatusCode(code)
        .putHeader("Content-Type", "application/json")
        .end(json(code, reason, message));
  }
}
