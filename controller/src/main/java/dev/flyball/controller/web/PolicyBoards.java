package dev.flyball.controller.web;

import dev.flyball.controller.loop.DecisionSource;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The boards that somebody looks at, one a language and zone. Those that nobody has wanted for a
 * while are dropped. Owned by the context of the web server.
 */
final class PolicyBoards {
  private static final long IDLE_MILLIS = 300_000;
  private static final int MOST = 8;

  private final Vertx vertx;
  private final DecisionSource source;
  private final InstantSource clock;
  private final Map<View, PolicyBoard> boards = new HashMap<>();
  private @Nullable Context context;

  PolicyBoards(Vertx vertx, DecisionSource source, InstantSource clock) {
    this.vertx = vertx;
    this.source = source;
    this.clock = clock;
  }

  /**
   * The board of a view.
   *
   * @param watched whether somebody still follows a board
   * @throws BadRequestException where there are too many different ones
   */
  PolicyBoard of(View view, Predicate<PolicyBoard> watched) {
    PolicyBoard known = boards.get(view);
    if (known != null) {
      return known;
    }
    long now = clock.millis();
    boards.values().removeIf(b -> !watched.test(b) && now - b.usedMillis() > IDLE_MILLIS);
    if (boards.size() >= MOST) {
      boards.values().removeIf(b -> !watched.test(b));
    }
    if (boards.size() >= MOST) {
      throw new BadRequestException(
          "too many combinations of lang and tz are followed at once; at most " + MOST);
    }
    if (context == null) {
      context = vertx.getOrCreateContext();
    }
    PolicyBoard added = new PolicyBoard(context, source, clock, view);
    boards.put(view, added);
    return added;
  }
}
