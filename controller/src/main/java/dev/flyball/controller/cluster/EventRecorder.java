package dev.flyball.controller.cluster;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.EventSink;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes Events of events.k8s.io/v1 about the ConfigMap of a policy, with its target as the related
 * object. The same thing said again within six minutes counts up a series, at most once a minute.
 *
 * <p>Owned by the loop. Events are a courtesy: one that cannot be written is dropped.
 */
public final class EventRecorder implements EventSink {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final long SERIES_MILLIS = 6 * 60_000L;
  private static final long PATCH_MILLIS = 60_000;
  private static final int MAX_REMEMBERED = 4096;
  private static final int MAX_NOTE = 1024;
  private static final int MAX_IN_FLIGHT = 64;

  private final ApiClient api;
  private final String instance;
  private final Clock clock;
  private int inFlight;
  private long complainedMillis;
  private long sequence;

  private final Map<Key, Said> said =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Said> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /** What makes two events the same. */
  private record Key(PolicyId policy, String reason, String message) {}

  /** An event that was written. */
  private static final class Said {
    final String name;
    int count = 1;
    long lastMillis;
    long writtenMillis;

    Said(String name, long nowMillis) {
      this.name = name;
      this.lastMillis = nowMillis;
      this.writtenMillis = nowMillis;
    }
  }

  /**
   * A recorder.
   *
   * @param instance name of this process, as events name their reporter
   */
  public EventRecorder(ApiClient api, String instance, Clock clock) {
    this.api = api;
    this.instance = instance;
    this.clock = clock;
  }

  @Override
  public void event(
      PolicyId policy, @Nullable TargetKey target, boolean warning, String reason, String message) {
    long now = clock.millis();
    Key key = new Key(policy, reason, message);
    Said before = said.get(key);
    if (before != null && now - before.lastMillis < SERIES_MILLIS) {
      before.count++;
      before.lastMillis = now;
      if (now - before.writtenMillis >= PATCH_MILLIS) {
        before.writtenMillis = now;
        count(policy, before, now);
      }
      return;
    }
    String name = policy.configMap() + "." + Long.toHexString(now) + Long.toHexString(sequence++);
    said.put(key, new Said(name, now));
    ObjectNode event = event(policy, target, name, now);
    event.put("type", warning ? "Warning" : "Normal").put("reason", reason);
    event.put("note", message.length() > MAX_NOTE ? message.substring(0, MAX_NOTE) : message);
    send(() -> api.post(path(policy), JSON.writeValueAsString(event)));
  }

  private ObjectNode event(PolicyId policy, @Nullable TargetKey target, String name, long now) {
    ObjectNode event = JSON.createObjectNode();
    event.put("apiVersion", "events.k8s.io/v1").put("kind", "Event");
    event.putObject("metadata").put("name", name).put("namespace", policy.namespace());
    event.put("eventTime", time(now)).put("action", "Scale");
    event.put("reportingController", "flyball").put("reportingInstance", instance);
    event
        .putObject("regarding")
        .put("apiVersion", "v1")
        .put("kind", "ConfigMap")
        .put("namespace", policy.namespace())
        .put("name", policy.configMap())
        .put("fieldPath", "data[" + policy.key() + "]");
    if (target != null) {
      event
          .putObject("related")
          .put("apiVersion", target.group().isEmpty() ? "v1" : target.group() + "/v1")
          .put("kind", target.kind())
          .put("namespace", target.namespace())
          .put("name", target.name());
    }
    return event;
  }

  private void count(PolicyId policy, Said before, long now) {
    ObjectNode patch = JSON.createObjectNode();
    patch.putObject("series").put("count", before.count).put("lastObservedTime", time(now));
    send(() -> api.mergePatch(path(policy) + "/" + before.name, JSON.writeValueAsString(patch)));
  }

  private void send(java.util.function.Supplier<io.vertx.core.Future<ApiClient.Response>> request) {
    if (inFlight >= MAX_IN_FLIGHT) {
      return;
    }
    inFlight++;
    request
        .get()
        .onComplete(
            sent -> {
              inFlight--;
              if (sent.failed()) {
                complain(String.valueOf(sent.cause().getMessage()));
              } else if (!sent.result().ok()) {
                complain("status " + sent.result().status());
              }
            });
  }

  private void complain(String problem) {
    long now = clock.millis();
    if (now - complainedMillis >= PATCH_MILLIS) {
      complainedMillis = now;
      LOG.warn("an Event could not be written: {}", problem);
    }
  }

  private static String path(PolicyId policy) {
    return "/apis/events.k8s.io/v1/namespaces/" + policy.namespace() + "/events";
  }

  private static String time(long millis) {
    return MICROS.format(Instant.ofEpochMilli(millis));
  }
}
