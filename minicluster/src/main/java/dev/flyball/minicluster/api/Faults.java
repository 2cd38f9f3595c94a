package dev.flyball.minicluster.api;

import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Faults that tests put into the HTTP side of the API. Safe for all threads. */
public final class Faults {
  private record Rule(
      Predicate<ApiCall> where, AtomicInteger times, int status, String reason, long delayMillis) {}

  /** What is done to one call. */
  record Effect(long delayMillis, @Nullable ApiException error) {}

  private final CopyOnWriteArrayList<Rule> rules = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<Runnable> watchDroppers = new CopyOnWriteArrayList<>();
  private volatile boolean metricsAvailable = true;

  /** Answers the next calls that match with this HTTP status. */
  public void fail(Predicate<ApiCall> where, int status, int times) {
    rules.add(new Rule(where, new AtomicInteger(times), status, reason(status), 0));
  }

  /** Answers every call that matches this much later, until {@link #clear()}. */
  public void delay(Predicate<ApiCall> where, Duration delay) {
    rules.add(new Rule(where, new AtomicInteger(Integer.MAX_VALUE), 0, "", delay.toMillis()));
  }

  /** Without it metrics.k8s.io answers 503 and is missing in discovery. */
  public void metricsApiAvailable(boolean available) {
    metricsAvailable = available;
  }

  /** Cuts the connection of every open watch. */
  public void dropWatches() {
    watchDroppers.forEach(Runnable::run);
  }

  /** Ends all faults. */
  public void clear() {
    rules.clear();
    metricsAvailable = true;
  }

  boolean metricsApiAvailable() {
    return metricsAvailable;
  }

  Runnable onDrop(Runnable dropper) {
    watchDroppers.add(dropper);
    return () -> watchDroppers.remove(dropper);
  }

  Effect on(ApiCall call) {
    long delay = 0;
    for (Rule rule : rules) {
      if (!rule.where().test(call)) {
        continue;
      }
      delay = Math.max(delay, rule.delayMillis());
      if (rule.status() != 0 && rule.times().getAndDecrement() > 0) {
        return new Effect(delay, new ApiException(rule.status(), rule.reason(), "injected fault"));
      }
    }
    return new Effect(delay, null);
  }

  private static String reason(int status) {
    return switch (status) {
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "NotFound";
      case 409 -> "Conflict";
      case 410 -> "Expired";
      case 429 -> "TooManyRequests";
      case 503 -> "ServiceUnavailable";
      case 504 -> "Timeout";
      default -> "InternalError";
    };
  }
}
