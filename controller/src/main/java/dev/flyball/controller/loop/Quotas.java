package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.QuotaInfo;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ResourceQuotas, from the first policy on that asks for room. Owned by the loop. */
final class Quotas {
  /** How long a policy waits for quotas to be listed before it is evaluated without them. */
  private static final long GRACE_MILLIS = 5_000;

  private final Map<String, Map<String, QuotaInfo>> byNamespace = new HashMap<>();
  private @Nullable Future<Void> listed;
  private long askedMillis;

  /** Has quotas followed; whether that is new. */
  boolean follow(Supplier<Future<Void>> watch, long nowMillis) {
    if (listed != null) {
      return false;
    }
    listed = watch.get();
    askedMillis = nowMillis;
    return true;
  }

  /** Succeeds when all that are there are known. */
  Future<Void> listed() {
    return listed == null ? Future.failedFuture("nobody has asked for quotas") : listed;
  }

  /** Whether all that are there are known. */
  boolean known() {
    return listed != null && listed.succeeded();
  }

  /** Whether they were asked for a moment ago, and may be there in the next. */
  boolean awaited(long nowMillis) {
    return listed != null && !listed.isComplete() && nowMillis - askedMillis < GRACE_MILLIS;
  }

  void put(QuotaInfo quota) {
    byNamespace.computeIfAbsent(quota.namespace(), n -> new HashMap<>()).put(quota.name(), quota);
  }

  void remove(String namespace, String name) {
    Map<String, QuotaInfo> quotas = byNamespace.get(namespace);
    if (quotas != null) {
      quotas.remove(name);
      if (quotas.isEmpty()) {
        byNamespace.remove(namespace);
      }
    }
  }

  Collection<QuotaInfo> of(String namespace) {
    return byNamespace.getOrDefault(namespace, Map.of()).values();
  }
}
