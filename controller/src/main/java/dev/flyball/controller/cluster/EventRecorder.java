package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.ApiClient.Response;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.EventSink;
import io.vertx.core.AsyncResult;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Records Events of {@code events.k8s.io/v1} at the object that stands for the policy.
 *
 * <p>One that repeats within six minutes becomes a series: its first repeat is told at once, later
 * ones at most once a minute, the ones between counted in the next. What cannot be recorded is
 * dropped and logged; nothing is retried here, for what goes on being wrong is said again.
 *
 * <p>Owned by the loop. Memory is bounded by {@link #MAX_SERIES} series and a bounded queue of
 * requests.
 */
public final class EventRecorder implements EventSink {
  static final int MAX_SERIES = 4096;
  static final int MAX_IN_FLIGHT = 16;
  static final int MAX_WAITING = 1024;

  /** Without a repeat for this long a series has ended, as for the recorders of Kubernetes. */
  static final long SERIES_GAP_MILLIS = 6 * 60_000;

  static final long PATCH_GAP_MILLIS = 60_000;

  private static final int NOT_FOUND = 404;
  private static final int NAME_LENGTH = 200;

  private final ApiClient api;
  private final InstantSource clock;
  private final EventDocument document;
  private final RequestGate gate = new RequestGate(MAX_IN_FLIGHT, MAX_WAITING);
  private final FailureLog failures;
  private final LinkedHashMap<Key, Series> recent = new LinkedHashMap<>(64, 0.75f, true);
  private long lastNanos;

  /** What makes an event the same as an earlier one. */
  private record Key(PolicyId policy, boolean warning, String reason, String message) {}

  /** An event that was recorded and may repeat. */
  private static final class Series {
    final String path;
    int count = 1;
    long lastMillis;
    long nextPatchMillis;
    boolean busy = true;

    Series(String path, long nowMillis) {
      this.path = path;
      this.lastMillis = nowMillis;
    }
  }

  /**
   * A recorder.
   *
   * @param clock the time
   * @param instance name of this process, such as its pod's
   * @param subjects the object that the Events of a policy are recorded at, where {@code kubectl
   *     describe} shows them
   */
  public EventRecorder(
      ApiClient api,
      InstantSource clock,
      String instance,
      Function<PolicyId, EventSubject> subjects) {
    this.api = api;
    this.clock = clock;
    this.document = new EventDocument(instance, subjects);
    this.failures =
        new FailureLog(
            LoggerFactory.getLogger(EventRecorder.class), clock, "Events could not be recorded");
  }

  @Override
  public void event(
      PolicyId policy, @Nullable TargetKey target, boolean warning, String reason, String message) {
    long now = clock.millis();
    Key key = new Key(policy, warning, reason, message);
    Series series = recent.get(key);
    if (series == null || now - series.lastMillis > SERIES_GAP_MILLIS) {
      create(key, target, now);
    } else {
      repeat(key, series, now);
    }
  }

  private void create(Key key, @Nullable TargetKey target, long now) {
    String name = name(key.policy().configMap(), now);
    String collection = "/apis/events.k8s.io/v1/namespaces/" + key.policy().namespace() + "/events";
    Series series = new Series(collection + "/" + name, now);
    recent.put(key, series);
    if (recent.size() > MAX_SERIES) {
      recent.pollFirstEntry();
    }
    String json =
        document.event(name, key.policy(), target, key.warning(), key.reason(), key.message(), now);
    gate.send(() -> api.post(collection, json))
        .onComplete(
            answer -> {
              series.busy = false;
              if (failed(key, answer)) {
                recent.remove(key, series);
              }
            });
  }

  private void repeat(Key key, Series series, long now) {
    series.count++;
    series.lastMillis = now;
    if (series.busy || now < series.nextPatchMillis) {
      return;
    }
    series.busy = true;
    series.nextPatchMillis = now + PATCH_GAP_MILLIS;
    String json = document.series(series.count, now);
    gate.send(() -> api.mergePatch(series.path, json))
        .onComplete(
            answer -> {
              series.busy = false;
              if (answer.succeeded() && answer.result().status() == NOT_FOUND) {
                // The API server forgets events after an hour; the next repeat is a new one.
                recent.remove(key, series);
              } else {
                failed(key, answer);
              }
            });
  }

  private boolean failed(Key key, AsyncResult<Response> answer) {
    if (answer.succeeded() && answer.result().ok()) {
      return false;
    }
    if (answer.cause() instanceof NotLeadingException) {
      return true;
    }
    String cause =
        answer.succeeded()
            ? "HTTP " + answer.result().status()
            : String.valueOf(answer.cause().getMessage());
    failures.failed(key.policy() + " " + key.reason(), cause);
    return true;
  }

  /** A name of its own for each event, made of the ConfigMap's and the time. */
  private String name(String configMap, long now) {
    lastNanos = Math.max(lastNanos + 1, now * 1_000_000);
    String prefix = configMap;
    if (prefix.length() > NAME_LENGTH) {
      prefix = prefix.substring(0, NAME_LENGTH).replaceAll("[^a-z0-9]+$", "");
    }
    return prefix + "." + Long.toHexString(lastNanos);
  }
}
