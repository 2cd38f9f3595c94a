package dev.flyball.controller.moving;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Requests to the API server that wait for their answer. May block for seconds. */
public interface ClusterApi {
  /** GET of a path such as {@code /api/v1/namespaces/default/configmaps/x}. */
  Reply get(String path);

  /** POST of an object. */
  Reply post(String path, ObjectNode object);

  /** PATCH with a JSON merge patch. */
  Reply mergePatch(String path, ObjectNode patch);

  /** DELETE with options. */
  Reply delete(String path, ObjectNode options);

  /**
   * What came of a request.
   *
   * @param status HTTP status; 0 where no answer came, and it is not known what came of it
   * @param body JSON text; where no answer came, why
   */
  record Reply(int status, String body) {
    /** Whether the request was carried out. */
    public boolean ok() {
      return status >= 200 && status < 300;
    }

    /** Whether there is no such object. */
    public boolean notFound() {
      return status == 404;
    }

    /** The body; empty where it is no JSON object. */
    public ObjectNode object() {
      try {
        JsonNode json = JsonMapper.shared().readTree(body);
        return json instanceof ObjectNode object ? object : JsonMapper.shared().createObjectNode();
      } catch (JacksonException e) {
        return JsonMapper.shared().createObjectNode();
      }
    }

    /** Why it was not carried out, in one line. */
    public String why() {
      if (status == 0) {
        return "no answer of the API server: " + body;
      }
      String message = object().path("message").asString("");
      return message.isEmpty() ? "HTTP status " + status : message + " (" + status + ")";
    }
  }
}
