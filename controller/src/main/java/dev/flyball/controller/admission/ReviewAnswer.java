package dev.flyball.controller.admission;

import dev.flyball.controller.config.ConfigMapText;
import dev.flyball.controller.config.Problem;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is answered to the API server, as JSON. */
final class ReviewAnswer {
  static final String API_VERSION = "admission.k8s.io/v1";

  /** More problems than anybody reads at once; a text can have one in each of its bytes. */
  private static final int MOST = 20;

  private static final int UNPROCESSABLE = 422;
  private static final JsonMapper JSON = JsonMapper.shared();

  private ReviewAnswer() {}

  /** The ConfigMap is taken. */
  static String allowed(String uid, List<String> warnings) {
    return answer(uid, true, warnings).toString();
  }

  /**
   * The ConfigMap is refused. Clients show the message; {@code kubectl} shows the causes, by field.
   *
   * @param problems why, at least one
   */
  static String refused(
      String uid, ConfigMapText configMap, List<Problem> problems, List<String> warnings) {
    ObjectNode answer = answer(uid, false, warnings);
    ObjectNode status = answer.withObject("/response").putObject("status");
    status.put("status", "Failure").put("code", UNPROCESSABLE).put("reason", "Invalid");
    status.put("message", message(problems));
    ObjectNode details = status.putObject("details");
    details.put("name", configMap.name()).put("kind", "ConfigMap");
    ArrayNode causes = details.putArray("causes");
    problems.stream().limit(MOST).forEach(problem -> cause(problem, causes.addObject()));
    if (problems.size() > MOST) {
      causes.addObject().put("message", more(problems)).put("field", "data");
    }
    return answer.toString();
  }

  private static ObjectNode answer(String uid, boolean allowed, List<String> warnings) {
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", API_VERSION).put("kind", "AdmissionReview");
    ObjectNode response = review.putObject("response").put("uid", uid).put("allowed", allowed);
    if (!warnings.isEmpty()) {
      ArrayNode array = response.putArray("warnings");
      warnings.stream().limit(MOST).forEach(array::add);
    }
    return review;
  }

  private static String message(List<Problem> problems) {
    String lines =
        problems.stream().limit(MOST).map(Problem::describe).collect(Collectors.joining(" | "));
    return problems.size() > MOST ? lines + " | " + more(problems) : lines;
  }

  private static String more(List<Problem> problems) {
    return "and " + (problems.size() - MOST) + " more";
  }

  private static void cause(Problem problem, ObjectNode cause) {
    String key = "data[" + problem.origin().key() + "]";
    cause
        .put("reason", "FieldValueInvalid")
        .put("message", "line " + problem.line() + ": " + problem.what() + "; " + problem.remedy())
        .put("field", problem.field().isEmpty() ? key : key + "." + problem.field());
  }

  /** A request that is not answered otherwise, in the form in which API servers refuse. */
  static String failure(int code, String reason, String message) {
    ObjectNode status = JSON.createObjectNode();
    status.put("kind", "Status").put("apiVersion", "v1").put("status", "Failure");
    status.put("message", message).put("reason", reason).put("code", code);
    return status.toString();
  }
}
