package dev.flyball.controller.loop;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.core.decide.History;
import dev.flyball.core.decide.HistorySnapshot;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads histories when policies come, and writes the status of those that have changed: soon where
 * something has happened, now and then where only readings have moved.
 *
 * <p>Owned by the loop.
 */
final class Statuses {
  private static final Logger LOG = LoggerFactory.getLogger(Statuses.class);
  private static final long QUIET_MILLIS = 30_000;
  private static final long MIN_GAP_MILLIS = 1_000;

  private final StatusStore store;
  private final Map<String, Owner> owners = new HashMap<>();

  Statuses(StatusStore store) {
    this.store = store;
  }

  /** A ConfigMap of policies. */
  private static final class Owner {
    final String namespace;
    final String name;
    String uid = "";
    final Map<PolicyId, PolicyState> policies = new TreeMap<>();
    Future<Map<PolicyId, HistorySnapshot>> loaded = Future.succeededFuture(Map.of());
    boolean dirty;
    boolean saving;
    long savedMillis;
    String savedNews = "";

    Owner(String namespace, String name) {
      this.namespace = namespace;
      this.name = name;
    }

    /** What makes a status worth writing at once: all but readings and times. */
    String news() {
      StringBuilder news = new StringBuilder();
      for (PolicyState policy : policies.values()) {
        news.append(policy.id.key()).append(' ').append(policy.lastScaleMillis).append(' ');
        news.append(policy.problems.size()).append(' ');
        policy
            .history
            .conditions()
            .snapshot()
            .forEach(c -> news.append(c.type()).append(c.status()).append(c.reason()));
        HistorySnapshot history = policy.history.snapshot();
        news.append(history.desiredReplicas());
        history.recommendations().forEach(r -> news.append(' ').append(r.replicas()));
        news.append('\n');
      }
      return news.toString();
    }
  }

  private Owner owner(String namespace, String name) {
    return owners.computeIfAbsent(namespace + "/" + name, k -> new Owner(namespace, name));
  }

  /** A ConfigMap of policies is there; the first time, what was kept of it is loaded. */
  void configMap(String namespace, String name, String uid) {
    Owner owner = owner(namespace, name);
    if (!owner.uid.equals(uid)) {
      owner.uid = uid;
      owner.loaded = store.load(namespace, name);
    }
  }

  /** The uid of a ConfigMap of policies; empty where it is not known. */
  String uidOf(String namespace, String name) {
    Owner owner = owners.get(namespace + "/" + name);
    return owner == null ? "" : owner.uid;
  }

  void configMapGone(String namespace, String name) {
    owners.remove(namespace + "/" + name);
  }

  /** Gives a new policy its history, when that was loaded; until then the policy is busy. */
  void restore(PolicyState policy, Runnable ready) {
    Owner owner = owner(policy.id.namespace(), policy.id.configMap());
    owner.policies.put(policy.id, policy);
    policy.busy = true;
    owner.loaded.onComplete(
        loaded -> {
          HistorySnapshot snapshot = loaded.succeeded() ? loaded.result().get(policy.id) : null;
          if (snapshot != null) {
            policy.history = History.restore(snapshot);
          } else if (loaded.failed()) {
            LOG.atWarn()
                .addKeyValue("policy", policy.id)
                .log("begins without history: {}", String.valueOf(loaded.cause()));
          }
          policy.busy = false;
          ready.run();
        });
  }

  void removed(PolicyState policy) {
    Owner owner = owner(policy.id.namespace(), policy.id.configMap());
    owner.policies.remove(policy.id);
    owner.dirty = true;
  }

  void changed(PolicyState policy) {
    owner(policy.id.namespace(), policy.id.configMap()).dirty = true;
  }

  /** Writes what is due. */
  void tick(long nowMillis) {
    for (Owner owner : owners.values()) {
      if (owner.dirty && !owner.saving && nowMillis - owner.savedMillis >= MIN_GAP_MILLIS) {
        String news = owner.news();
        if (nowMillis - owner.savedMillis >= QUIET_MILLIS || !news.equals(owner.savedNews)) {
          owner.savedNews = news;
          save(owner, nowMillis);
        }
      }
    }
  }

  /** Writes everything that has changed, as at the end. */
  Future<Void> flush(long nowMillis) {
    List<Future<Void>> saves = new ArrayList<>();
    for (Owner owner : owners.values()) {
      if (owner.dirty) {
        saves.add(save(owner, nowMillis));
      }
    }
    return Future.all(saves).mapEmpty();
  }

  private Future<Void> save(Owner owner, long nowMillis) {
    owner.dirty = false;
    owner.saving = true;
    owner.savedMillis = nowMillis;
    List<PolicyReport> reports = owner.policies.values().stream().map(Reporter::report).toList();
    return store
        .save(owner.namespace, owner.name, owner.uid, reports)
        .onComplete(
            saved -> {
              owner.saving = false;
              if (saved.failed()) {
                owner.dirty = true;
                owner.savedNews = "";
              }
            });
  }
}
