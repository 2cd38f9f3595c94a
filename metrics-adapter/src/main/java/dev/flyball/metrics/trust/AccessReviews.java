package dev.flyball.metrics.trust;

import dev.flyball.metrics.api.Caller;
import dev.flyball.metrics.api.RequestAttributes;
import io.vertx.core.Future;

/**
 * Asks the API server who a token belongs to and what a caller may do. A future that fails means
 * that it could not be asked. Called on several threads; futures may complete on any.
 */
public interface AccessReviews {
  /** Whose a token is. */
  sealed interface TokenAnswer {
    /** It is this caller's. */
    record Known(Caller caller) implements TokenAnswer {}

    /** It is nobody's, or not any more. */
    record Refused(String reason) implements TokenAnswer {}
  }

  /**
   * Whether a caller may do something.
   *
   * @param reason in the authorizer's words; may be empty
   */
  record AccessAnswer(boolean allowed, String reason) {}

  /** Asks whose a token is. The token must not get into logs or messages. */
  Future<TokenAnswer> token(String token);

  /** Asks whether a caller may do this. */
  Future<AccessAnswer> access(Caller caller, RequestAttributes attributes);
}
