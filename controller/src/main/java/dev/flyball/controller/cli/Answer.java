package dev.flyball.controller.cli;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * An answer to a request.
 *
 * @param status HTTP status
 * @param body its text
 */
record Answer(int status, String body) {
  boolean ok() {
    return status == 200;
  }

  /** The body as JSON; a missing node where it is none. */
  JsonNode json() {
    try {
      return JsonMapper.shared().readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  /** What the other side says is wrong: of the controller, or of the API server before it. */
  String error() {
    JsonNode json = json();
    String text = json.path("error").asString(json.path("message").asString(""));
    return text.isEmpty() ? "status " + status : text;
  }
}
