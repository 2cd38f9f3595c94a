package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.ApiClient.Response;
import dev.flyball.metrics.api.Caller;
import dev.flyball.metrics.api.RequestAttributes;
import dev.flyball.metrics.trust.AccessReviews;
import io.vertx.core.Future;

/** Asks the API server by TokenReview and SubjectAccessReview. Safe for all threads. */
public final class ApiReviews implements AccessReviews {
  private static final String TOKENS = "/apis/authentication.k8s.io/v1/tokenreviews";
  private static final String ACCESS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

  private final ApiClient api;

  /** Reviews through this client. */
  public ApiReviews(ApiClient api) {
    this.api = api;
  }

  @Override
  public Future<TokenAnswer> token(String token) {
    return api.post(TOKENS, ReviewDocument.ofToken(token))
        .map(answer -> ReviewDocument.tokenAnswer(body("TokenReview", answer)));
  }

  @Override
  public Future<AccessAnswer> access(Caller caller, RequestAttributes attributes) {
    return api.post(ACCESS, ReviewDocument.ofAccess(caller, attributes))
        .map(answer -> ReviewDocument.accessAnswer(body("SubjectAccessReview", answer)));
  }

  /**
   * The body; what the server says in a refusal might repeat what was sent and is not passed on.
   */
  private static String body(String kind, Response answer) {
    if (!answer.ok()) {
      throw new ReviewException(
          kind
              + " was answered with HTTP "
              + answer.status()
              + (answer.status() == 403
                  ? "; Flyball's service account needs the ClusterRole system:auth-delegator"
                  : ""));
    }
    return answer.body();
  }
}
