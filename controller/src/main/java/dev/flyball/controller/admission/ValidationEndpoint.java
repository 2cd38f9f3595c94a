package dev.flyball.controller.admission;

import dev.flyball.controller.admission.BodyIntake.RefusedException;
import dev.flyball.controller.loop.DriverSource;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /validate}: the API server asks whether a ConfigMap of policies or settings is to be
 * taken. A bad text is refused with each problem's key, line, field and remedy.
 *
 * <p>API servers call without a certificate or token, so that anybody may ask. Nothing is told that
 * does not follow from what is sent, but the names of what else scales the target of a policy.
 *
 * <p>May be shared by event loops. Texts are read on a thread of its own, one at a time, since a
 * large one takes a good part of a second.
 */
public final class ValidationEndpoint implements Handler<HttpServerRequest> {
  /** The path that it answers. */
  public static final String PATH = "/validate";

  /** A ConfigMap has 1 MiB at most, is sent as it was and as it is to be, and grows as JSON. */
  static final int LARGEST_BODY = 4 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(ValidationEndpoint.class);

  /** Two of the largest; the others are a few kilobytes. */
  private static final int LARGEST_BODIES = 2 * LARGEST_BODY;

  private final Vertx vertx;
  private final BodyIntake bodies = new BodyIntake(LARGEST_BODY, LARGEST_BODIES);
  private final WorkerExecutor worker;
  private final ConfigMapJudge judge;
  private final RivalWarnings rivals;

  /** What is answered. */
  private record Answer(int status, String json) {}

  /** A question, and what there is to say to it. */
  private record Considered(Review review, Judgement judgement) {}

  /**
   * An endpoint for a controller.
   *
   * @param vertx closes its thread with everything else
   * @param namespace namespace of the controller, where its settings are
   * @param drivers knows what scales a target
   */
  public ValidationEndpoint(Vertx vertx, String namespace, DriverSource drivers) {
    this.vertx = vertx;
    this.worker = vertx.createSharedWorkerExecutor("admission", 1);
    this.judge = new ConfigMapJudge(namespace);
    this.rivals = new RivalWarnings(drivers);
  }

  /** Bytes of requests that are held in memory. */
  long bytesHeld() {
    return bodies.held();
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.POST)) {
      request.response().putHeader("Allow", "POST");
      send(request, failure(405, "MethodNotAllowed", "send an AdmissionReview with POST"));
      return;
    }
    Context context = vertx.getOrCreateContext();
    Future<Answer> answer =
        bodies
            .take(request)
            .compose(this::considered)
            .compose(this::answer)
            .otherwise(this::failed);
    // The loop, which is asked for rivals, has a context of its own.
    Future.fromCompletionStage(answer.toCompletionStage(), context)
        .onSuccess(given -> send(request, given));
  }

  private Future<Considered> considered(BodyIntake.Body body) {
    return worker
        .executeBlocking(
            () -> {
              Review review = Review.read(body.bytes());
              return review instanceof Review.OfConfigMap configMap
                  ? new Considered(review, judge.judge(configMap))
                  : new Considered(review, Judgement.NOTHING);
            })
        .onComplete(done -> body.release());
  }

  private Future<Answer> answer(Considered considered) {
    return switch (considered.review) {
      case Review.Malformed(String why) -> Future.succeededFuture(failure(400, "BadRequest", why));
      case Review.OfSomethingElse(String uid, String what) -> {
        LOG.debug("asked for {}, which is not validated", what);
        yield Future.succeededFuture(new Answer(200, ReviewAnswer.allowed(uid, List.of())));
      }
      case Review.OfConfigMap review -> answer(review, considered.judgement);
    };
  }

  private Future<Answer> answer(Review.OfConfigMap review, Judgement judgement) {
    String uid = review.uid();
    if (!judgement.problems().isEmpty()) {
      LOG.atInfo()
          .addKeyValue("configMap", review.now().namespace() + "/" + review.now().name())
          .addKeyValue("problems", judgement.problems().size())
          .log("refused: {}", judgement.problems().getFirst().describe());
      return Future.succeededFuture(
          new Answer(
              200,
              ReviewAnswer.refused(uid, review.now(), judgement.problems(), judgement.warnings())));
    }
    return rivals
        .of(judgement.policies())
        .map(
            found ->
                new Answer(
                    200,
                    ReviewAnswer.allowed(
                        uid,
                        Stream.concat(judgement.warnings().stream(), found.stream()).toList())));
  }

  private Answer failed(Throwable error) {
    if (error instanceof RefusedException refused) {
      String message = String.valueOf(refused.getMessage());
      return refused.tooLarge()
          ? failure(413, "RequestEntityTooLarge", message)
          : failure(429, "TooManyRequests", message);
    }
    if (error instanceof HttpClosedException) {
      LOG.debug("a caller has left");
      return failure(400, "BadRequest", "the body has no end");
    }
    LOG.atWarn().setCause(error).log("a ConfigMap could not be validated and passes");
    return failure(500, "InternalError", "this could not be validated");
  }

  private static Answer failure(int status, String reason, String message) {
    return new Answer(status, ReviewAnswer.failure(status, reason, message));
  }

  private static void send(HttpServerRequest request, Answer answer) {
    HttpServerResponse response = request.response();
    if (!response.ended() && !response.closed()) {
      response
          .setStatusCode(answer.status)
          .putHeader("Content-Type", "application/json")
          .end(answer.json);
    }
  }
}
