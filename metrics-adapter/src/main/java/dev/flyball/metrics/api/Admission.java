package dev.flyball.metrics.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** Decides who a caller is and whether it may do what it asks. Called on the server's context. */
public interface Admission {
  /** What became of a request. */
  sealed interface Verdict {
    /** It goes on. */
    record Allowed(Caller caller) implements Verdict {}

    /** Nobody knows who sends it: 401. */
    record Unauthenticated(String reason) implements Verdict {}

    /** Its sender may not do this, or nobody could be asked whether it may: 403. */
    record Forbidden(Caller caller, String reason) implements Verdict {}
  }

  /** Judges a request by its connection and headers; the body is not read. Never fails. */
  Future<Verdict> admit(HttpServerRequest request, RequestAttributes attributes);
}
