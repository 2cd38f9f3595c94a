package dev.flyball.metrics.trust;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers of reviews for a short time. Who asks the same while an answer is on its way shares it.
 * Failures are not kept: the next one asks again.
 *
 * <p>Safe for all threads.
 */
final class ReviewCache<K, V> {
  /** Answers that are kept; when they are more, the old ones and then any are dropped. */
  private static final int MAX_ENTRIES = 4096;

  /** Questions under way at once; beyond it the answer is that nobody could be asked. */
  static final int MAX_QUESTIONS = 256;

  /** How long an answer is waited for. The API server gives callers of an extension a minute. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final InstantSource clock;
  private final Duration patience;
  private final Function<V, Duration> lifetime;
  private final ConcurrentHashMap<K, Entry<V>> entries = new ConcurrentHashMap<>();
  private final Semaphore questions = new Semaphore(MAX_QUESTIONS);

  private static final class Entry<V> {
    private final Promise<V> answer = Promise.promise();

    /** Until when it counts, in ms; as long as it takes while it is on its way. */
    private volatile long untilMillis = Long.MAX_VALUE;
  }

  /**
   * An empty cache.
   *
   * @param patience how long an answer is waited for
   * @param lifetime how long an answer is kept
   */
  ReviewCache(Vertx vertx, InstantSource clock, Duration patience, Function<V, Duration> lifetime) {
    this.vertx = vertx;
    this.clock = clock;
    this.patience = patience;
    this.lifetime = lifetime;
  }

  int size() {
    return entries.size();
  }

  Future<V> get(K key, Supplier<Future<V>> question) {
    long now = clock.millis();
    Entry<V> known = entries.get(key);
    if (known != null && now < known.untilMillis) {
      return known.answer.future();
    }
    if (!questions.tryAcquire()) {
      return Future.failedFuture("more than " + MAX_QUESTIONS + " reviews are under way");
    }
    Entry<V> mine = new Entry<>();
    Entry<V> there =
        entries.compute(key, (k, old) -> old != null && now < old.untilMillis ? old : mine);
    if (there != mine) {
      questions.release();
      return there.answer.future();
    }
    ask(key, mine, question);
    return mine.answer.future();
  }

  private void ask(K key, Entry<V> entry, Supplier<Future<V>> question) {
    long timer =
        vertx.setTimer(
            patience.toMillis(),
            id -> {
              entries.remove(key, entry);
              entry.answer.tryFail("no answer within " + patience.toMillis() + " ms");
            });
    Future<V> asked;
    try {
      asked = question.get();
    } catch (RuntimeException e) {
      asked = Future.failedFuture(e);
    }
    asked.onComplete(
        (value, failure) -> {
          questions.release();
          vertx.cancelTimer(timer);
          if (failure != null) {
            entries.remove(key, entry);
            entry.answer.tryFail(failure);
          } else {
            entry.untilMillis = clock.millis() + lifetime.apply(value).toMillis();
            makeRoom();
            entry.answer.tryComplete(value);
          }
        });
  }

  private void makeRoom() {
    if (entries.size() <= MAX_ENTRIES) {
      return;
    }
    long now = clock.millis();
    entries.values().removeIf(entry -> now >= entry.untilMillis);
    if (entries.size() > MAX_ENTRIES) {
      entries.values().removeIf(entry -> entry.answer.future().isComplete());
    }
  }
}
