package dev.flyball.controller.cluster;

import dev.flyball.metrics.api.Caller;
import dev.flyball.metrics.api.RequestAttributes;
import dev.flyball.metrics.trust.AccessReviews.AccessAnswer;
import dev.flyball.metrics.trust.AccessReviews.TokenAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** TokenReviews and SubjectAccessReviews as JSON, and the answers in them. */
final class ReviewDocument {
  private static final JsonMapper JSON = JsonMapper.shared();

  private ReviewDocument() {}

  static String ofToken(String token) {
    ObjectNode review = review("authentication.k8s.io/v1", "TokenReview");
    review.putObject("spec").put("token", token);
    return review.toString();
  }

  static String ofAccess(Caller caller, RequestAttributes attributes) {
    ObjectNode review = review("authorization.k8s.io/v1", "SubjectAccessReview");
    ObjectNode spec = review.putObject("spec").put("user", caller.user());
    putUnlessEmpty(spec, "uid", caller.uid());
    putAll(spec, "groups", caller.groups());
    if (!caller.extra().isEmpty()) {
      ObjectNode extra = spec.putObject("extra");
      caller.extra().forEach((key, values) -> putAll(extra, key, values));
    }
    if (attributes.resourceRequest()) {
      ObjectNode resource = spec.putObject("resourceAttributes");
      putUnlessEmpty(resource, "namespace", attributes.namespace());
      resource.put("verb", attributes.verb());
      resource.put("group", attributes.group()).put("version", attributes.version());
      resource.put("resource", attributes.resource());
      putUnlessEmpty(resource, "subresource", attributes.subresource());
      putUnlessEmpty(resource, "name", attributes.name());
    } else {
      spec.putObject("nonResourceAttributes")
          .put("path", attributes.path())
          .put("verb", attributes.verb());
    }
    return review.toString();
  }

  private static ObjectNode review(String apiVersion, String kind) {
    return JSON.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
  }

  private static void putUnlessEmpty(ObjectNode object, String field, String value) {
    if (!value.isEmpty()) {
      object.put(field, value);
    }
  }

  private static void putAll(ObjectNode object, String field, List<String> values) {
    values.forEach(object.putArray(field)::add);
  }

  /** What a TokenReview says. Without a user's name nobody is authenticated. */
  static TokenAnswer tokenAnswer(String body) {
    JsonNode status = status(body);
    JsonNode user = status.path("user");
    String name = user.path("username").asString("");
    if (!status.path("authenticated").asBoolean(false) || name.isEmpty()) {
      String error = status.path("error").asString("");
      return new TokenAnswer.Refused(error.isEmpty() ? "the token is not valid" : error);
    }
    Map<String, List<String>> extra = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : user.path("extra").properties()) {
      extra.put(entry.getKey(), texts(entry.getValue()));
    }
    return new TokenAnswer.Known(
        new Caller(name, user.path("uid").asString(""), texts(user.path("groups")), extra));
  }

  /** What a SubjectAccessReview says. A denial outweighs a permission. */
  static AccessAnswer accessAnswer(String body) {
    JsonNode status = status(body);
    boolean allowed =
        status.path("allowed").asBoolean(false) && !status.path("denied").asBoolean(false);
    String reason = status.path("reason").asString("");
    String error = status.path("evaluationError").asString("");
    return new AccessAnswer(allowed, reason.isEmpty() ? error : reason);
  }

  private static JsonNode status(String body) {
    JsonNode status;
    try {
      status = JSON.readTree(body).path("status");
    } catch (JacksonException e) {
      throw new ReviewException("the answer to a review is not JSON");
    }
    if (!status.isObject()) {
      throw new ReviewException("the answer to a review has no status");
    }
    return status;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (JsonNode text : array) {
      texts.add(text.asString(""));
    }
    return texts;
  }
}
