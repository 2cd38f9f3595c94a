package dev.flyball.metrics.trust;

import dev.flyball.metrics.api.Admission;
import dev.flyball.metrics.api.Caller;
import dev.flyball.metrics.api.RequestAttributes;
import dev.flyball.metrics.trust.AccessReviews.AccessAnswer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Admits whom the cluster knows to what the cluster allows. Callers are authenticated by front
 * proxy, client certificate or token and authorized by the API server; what it said is believed for
 * ten seconds. Where it cannot be asked nobody new gets in: a token that cannot be checked is
 * unauthenticated, an access that cannot be checked is forbidden.
 *
 * <p>Safe for all threads.
 */
public final class TrustedAdmission implements Admission {
  /** How long an answer about access is believed. */
  public static final Duration BELIEVED_FOR = Duration.ofSeconds(10);

  private static final String PRIVILEGED = "system:masters";

  private final AccessReviews reviews;
  private final Authenticator authenticator;
  private final ReviewCache<Access, AccessAnswer> accesses;

  /** Who wants to do what, without what does not matter to the answer. */
  private record Access(Caller caller, RequestAttributes attributes) {
    static Access of(Caller caller, RequestAttributes attributes) {
      return new Access(
          caller,
          attributes.resourceRequest()
              ? new RequestAttributes(
                  attributes.verb(),
                  "",
                  true,
                  attributes.group(),
                  attributes.version(),
                  attributes.resource(),
                  attributes.subresource(),
                  attributes.namespace(),
                  attributes.name())
              : RequestAttributes.nonResource(attributes.verb(), attributes.path()));
    }
  }

  /** An admission that trusts tokens only, until it is {@link #configure}d. */
  public TrustedAdmission(Vertx vertx, AccessReviews reviews, InstantSource clock) {
    this.reviews = reviews;
    this.authenticator =
        new Authenticator(
            reviews,
            clock,
            new ReviewCache<>(vertx, clock, ReviewCache.PATIENCE, Authenticator::lifetime));
    this.accesses = new ReviewCache<>(vertx, clock, ReviewCache.PATIENCE, answer -> BELIEVED_FOR);
  }

  /**
   * Whom to trust from now on, also on connections that are open. May be called on any thread, as
   * often as it changes.
   */
  public void configure(AuthenticationConfig config) {
    authenticator.configure(config);
  }

  @Override
  public Future<Verdict> admit(HttpServerRequest request, RequestAttributes attributes) {
    Future<Verdict> verdict =
        authenticator
            .authenticate(chain(request), request.headers())
            .compose(
                result ->
                    result.caller() == null
                        ? Future.succeededFuture(new Verdict.Unauthenticated(result.reason()))
                        : authorize(result.caller(), attributes));
    Context context = Vertx.currentContext();
    return verdict.isComplete() || context == null
        ? verdict
        : Future.fromCompletionStage(verdict.toCompletionStage(), context);
  }

  private Future<Verdict> authorize(Caller caller, RequestAttributes attributes) {
    if (caller.groups().contains(PRIVILEGED)) {
      return Future.succeededFuture(new Verdict.Allowed(caller));
    }
    Access access = Access.of(caller, attributes);
    return accesses
        .get(access, () -> reviews.access(caller, access.attributes()))
        .<Verdict>map(
            answer ->
                answer.allowed()
                    ? new Verdict.Allowed(caller)
                    : new Verdict.Forbidden(caller, answer.reason()))
        .otherwise(
            e ->
                new Verdict.Forbidden(
                    caller, "the API server could not be asked: " + e.getMessage()));
  }

  private static List<Certificate> chain(HttpServerRequest request) {
    try {
      return request.connection().isSsl() ? request.connection().peerCertificates() : List.of();
    } catch (SSLPeerUnverifiedException e) {
      // The client has shown none.
      return List.of();
    }
  }
}
