package dev.flyball.metrics.api.http;

import dev.flyball.metrics.api.Admission;
import dev.flyball.metrics.api.Caller;
import dev.flyball.metrics.api.RequestAttributes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Believes the identity headers; {@code mallory} may do nothing. */
final class TestingAdmission implements Admission {
  private final Queue<RequestAttributes> asked = new ConcurrentLinkedQueue<>();

  Queue<RequestAttributes> asked() {
    return asked;
  }

  @Override
  public Future<Verdict> admit(HttpServerRequest request, RequestAttributes attributes) {
    asked.add(attributes);
    String user = request.getHeader("X-Remote-User");
    if (user == null) {
      return Future.succeededFuture(new Verdict.Unauthenticated("no identity headers"));
    }
    List<String> groups = request.headers().getAll("X-Remote-Group");
    Caller caller = new Caller(user, "", groups, Map.of());
    return Future.succeededFuture(
        user.equals("mallory") ? new Verdict.Forbidden(caller, "") : new Verdict.Allowed(caller));
  }
}
