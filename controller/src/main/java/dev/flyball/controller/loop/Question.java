package dev.flyball.controller.loop;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something that is asked of the outside again and again. One answer serves all policies that need
 * it at about the same time. Owned by the loop.
 *
 * @param <T> an answer
 */
abstract class Question<T> {
  private final List<PolicyState> waiting = new ArrayList<>(1);
  private boolean asked;
  private long askedMillis;
  private boolean inFlight;
  private @Nullable String error = "it was not asked yet";

  /** Why there is no answer; null where there is one, however old. */
  final @Nullable String error() {
    return error;
  }

  /**
   * Sees to it that it was asked within this time. A failure stands as long as an answer would, so
   * that a source that is down is not asked more often, nor waited for at each evaluation.
   *
   * @param ready is told of the policy once all that it waits for was answered or could not be
   * @return whether there is nothing to wait for; otherwise the policy waits
   */
  final boolean fresh(
      PolicyState policy, long nowMillis, long maxAgeMillis, Consumer<PolicyState> ready) {
    if (asked && !inFlight && nowMillis - askedMillis < maxAgeMillis) {
      return true;
    }
    if (!waiting.contains(policy)) {
      waiting.add(policy);
      policy.awaited++;
    }
    if (!inFlight) {
      begin(nowMillis, ready);
    }
    return false;
  }

  /**
   * Asks again where it was asked longer ago than this, without anybody waiting for it.
   *
   * @param ready is told of policies that have begun to wait meanwhile
   */
  final void refresh(long nowMillis, long maxAgeMillis, Consumer<PolicyState> ready) {
    if (!inFlight && nowMillis - askedMillis >= maxAgeMillis) {
      begin(nowMillis, ready);
    }
  }

  private void begin(long nowMillis, Consumer<PolicyState> ready) {
    asked = true;
    askedMillis = nowMillis;
    inFlight = true;
    ask().onComplete(answered -> settle(answered.result(), answered.cause(), ready));
  }

  private void settle(@Nullable T answer, @Nullable Throwable cause, Consumer<PolicyState> ready) {
    inFlight = false;
    if (answer != null) {
      error = null;
      take(answer);
    } else {
      error = cause == null ? "no answer" : String.valueOf(cause.getMessage());
    }
    told(answer != null);
    List<PolicyState> served = List.copyOf(waiting);
    waiting.clear();
    for (PolicyState policy : served) {
      if (--policy.awaited == 0) {
        ready.accept(policy);
      }
    }
  }

  /** Asks. The future completes on the loop. */
  abstract Future<T> ask();

  /** Takes an answer. */
  abstract void take(T answer);

  /** Is told that there was an answer, or none. */
  void told(boolean answered) {}
}
