package dev.flyball.controller.scalers;

import dev.flyball.controller.cluster.EventSubject;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.DecisionSource;
import dev.flyball.metrics.api.ObjectProvider;
import dev.flyball.metrics.api.ObjectReply;
import dev.flyball.metrics.api.ObjectRequest;
import dev.flyball.metrics.api.discovery.ObjectGroup;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Policies as the objects {@code scalers.flyball.dev}, to be read, listed and watched. May be
 * called on any event loop; what it knows is owned by the one that asks first.
 */
public final class Scalers implements ObjectProvider {
  private final Vertx vertx;
  private final DecisionSource source;
  private final InstantSource clock;
  private final ScalerWatches.Limits limits;
  private final ObjectGroup group = ScalerGroup.describe();
  private @Nullable ScalerEndpoint endpoint;

  /**
   * Nothing is asked for yet.
   *
   * @param source tells what has changed
   */
  public Scalers(Vertx vertx, DecisionSource source, InstantSource clock) {
    this(vertx, source, clock, ScalerWatches.Limits.DEFAULT);
  }

  Scalers(Vertx vertx, DecisionSource source, InstantSource clock, ScalerWatches.Limits limits) {
    this.vertx = vertx;
    this.source = source;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * A policy as an object that Events can be recorded at.
   *
   * @param ownerUid uid of its ConfigMap
   */
  public static EventSubject subject(PolicyId policy, String ownerUid) {
    return new EventSubject(
        ScalerGroup.API_VERSION,
        ScalerGroup.KIND,
        ScalerNames.of(policy),
        ScalerNames.uid(ownerUid, policy),
        "");
  }

  @Override
  public ObjectGroup group() {
    return group;
  }

  @Override
  public Future<ObjectReply> answer(ObjectRequest request) {
    ScalerEndpoint owner = endpoint();
    Promise<ObjectReply> reply = Promise.promise();
    owner
        .context()
        .runOnContext(
            v ->
                owner
                    .answer(request)
                    .onComplete(
                        done -> {
                          if (done.succeeded()) {
                            reply.complete(done.result());
                          } else {
                            reply.fail(done.cause());
                          }
                        }));
    return reply.future();
  }

  private synchronized ScalerEndpoint endpoint() {
    if (endpoint == null) {
      Context context = vertx.getOrCreateContext();
      ScalerStore store = new ScalerStore(context, source, clock);
      ScalerWatches watches = new ScalerWatches(context, store, clock, limits);
      endpoint = new ScalerEndpoint(context, store, watches, clock);
    }
    return endpoint;
  }

  /** Ends all watches. */
  public synchronized void close() {
    ScalerEndpoint open = endpoint;
    if (open != null) {
      open.context().runOnContext(v -> open.close());
    }
  }
}
