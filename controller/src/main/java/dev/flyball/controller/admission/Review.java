package dev.flyball.controller.admission;

import dev.flyball.controller.config.ConfigMapText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the API server asks: an {@code AdmissionReview} of {@code admission.k8s.io/v1}. */
sealed interface Review {
  /**
   * A ConfigMap is about to be created or changed.
   *
   * @param uid names the question in its answer
   * @param now the ConfigMap as it would be
   * @param before the ConfigMap as it is; empty where it is created
   */
  record OfConfigMap(String uid, ConfigMapText now, Optional<ConfigMapText> before)
      implements Review {}

  /**
   * Something else, of which nothing is known here and nothing is to be said.
   *
   * @param uid names the question in its answer
   * @param what what it is, such as {@code DELETE of ConfigMap}
   */
  record OfSomethingElse(String uid, String what) implements Review {}

  /**
   * No question at all.
   *
   * @param why what is wrong with it
   */
  record Malformed(String why) implements Review {}

  /** Reads a question; never throws for what it says. */
  static Review read(byte[] json) {
    JsonNode review;
    try {
      review = JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      return new Malformed("this is not JSON: " + e.getOriginalMessage());
    }
    String kind = review.path("kind").asString("");
    String apiVersion = review.path("apiVersion").asString("");
    if (!kind.equals("AdmissionReview") || !apiVersion.equals(ReviewAnswer.API_VERSION)) {
      return new Malformed("send an AdmissionReview of " + ReviewAnswer.API_VERSION);
    }
    JsonNode request = review.path("request");
    String uid = request.path("uid").asString("");
    if (uid.isEmpty()) {
      return new Malformed("the AdmissionReview has no request.uid");
    }
    return of(uid, request);
  }

  private static Review of(String uid, JsonNode request) {
    String operation = request.path("operation").asString("");
    JsonNode kind = request.path("kind");
    boolean concerned =
        kind.path("kind").asString("").equals("ConfigMap")
            && kind.path("group").asString("").isEmpty()
            && (operation.equals("CREATE") || operation.equals("UPDATE"));
    if (!concerned) {
      return new OfSomethingElse(uid, operation + " of " + kind.path("kind").asString("nothing"));
    }
    if (!request.path("object").isObject()) {
      return new Malformed("the AdmissionReview has no request.object");
    }
    String namespace = request.path("namespace").asString("");
    JsonNode before = request.path("oldObject");
    return new OfConfigMap(
        uid,
        configMap(namespace, request.path("object")),
        before.isObject() ? Optional.of(configMap(namespace, before)) : Optional.empty());
  }

  private static ConfigMapText configMap(String namespace, JsonNode object) {
    JsonNode metadata = object.path("metadata");
    String name = metadata.path("name").asString("");
    return new ConfigMapText(
        namespace,
        // What is named by the API server has no name yet.
        name.isEmpty() ? metadata.path("generateName").asString("") : name,
        texts(metadata.path("labels")),
        texts(object.path("data")),
        metadata.path("resourceVersion").asString(""));
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new HashMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
    return texts;
  }
}
