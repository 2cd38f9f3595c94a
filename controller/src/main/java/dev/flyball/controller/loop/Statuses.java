package dev.flyball.controller.loop;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.core.decide.History;
import dev.flyball.core.decide.HistorySnapshot;
import dev.flyball.core.window.RecommendationWindow.Sample;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads histories when policies come, and writes the status of those that have changed: soon where
 * something has happened, now and then where only readings have moved. Of the latter there are so
 * many a second and no more, however many policies there are.
 *
 * <p>Owned by the loop.
 */
final class Statuses {
  private static final Logger LOG = LoggerFactory.getLogger(Statuses.class);
  private static final long QUIET_MILLIS = 30_000;
  private static final long MIN_GAP_MILLIS = 1_000;

  /** Statuses without news that are written in one tick, at most: those that waited longest. */
  static final int QUIET_WRITES = 5;

  /** Writes under way at once, at most. */
  static final int MAX_SAVING = 32;

  private final StatusStore store;
  private final InstantSource clock;
  private final Map<String, Owner> owners = new HashMap<>();

  /** Those that have changed since it was last looked whether that is news. */
  private final Queue<Owner> changed = new ArrayDeque<>();

  /** Those that have changed without news. */
  private final Set<Owner> quiet = new LinkedHashSet<>();

  private int saving;
  private boolean looking;

  Statuses(StatusStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** A ConfigMap of policies. */
  private static final class Owner {
    final String namespace;
    final String name;
    String uid = "";
    final Map<PolicyId, PolicyState> policies = new TreeMap<>();
    Future<Map<PolicyId, HistorySnapshot>> loaded = Future.succeededFuture(Map.of());
    boolean gone;

    /** Whether it is among those that have changed. */
    boolean queued;

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
    Owner gone = owners.remove(namespace + "/" + name);
    if (gone != null) {
      gone.gone = true;
      quiet.remove(gone);
    }
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
            policy.history = History.restore(continued(snapshot, clock.millis()));
            // What is there already is no news.
            owner.savedNews = owner.news();
          } else if (loaded.failed()) {
            LOG.atWarn()
                .addKeyValue("policy", policy.id)
                .log("begins without history: {}", String.valueOf(loaded.cause()));
          }
          policy.busy = false;
          ready.run();
        });
  }

  /**
   * A recommendation that differs from the one before is news and written at once. So the last one
   * that was written stood until the process before ended, however long ago that write was.
   */
  static HistorySnapshot continued(HistorySnapshot kept, long nowMillis) {
    List<Sample> recommendations = kept.recommendations();
    if (recommendations.isEmpty()
        || nowMillis - recommendations.getLast().atMillis() <= QUIET_MILLIS) {
      return kept;
    }
    Sample last = recommendations.getLast();
    List<Sample> all = new ArrayList<>(recommendations);
    all.add(new Sample(nowMillis, last.replicas()));
    boolean wasActive = kept.lastActiveMillis() >= last.atMillis();
    return new HistorySnapshot(
        all,
        kept.scaleUps(),
        kept.scaleDowns(),
        kept.failures(),
        kept.conditions(),
        kept.desiredReplicas(),
        wasActive ? nowMillis : kept.lastActiveMillis());
  }

  void removed(PolicyState policy) {
    Owner owner = owner(policy.id.namespace(), policy.id.configMap());
    owner.policies.remove(policy.id);
    queue(owner);
  }

  void changed(PolicyState policy) {
    queue(owner(policy.id.namespace(), policy.id.configMap()));
  }

  private void queue(Owner owner) {
    if (!owner.queued) {
      owner.queued = true;
      changed.add(owner);
    }
  }

  /** Writes what is due. Called about once a second. */
  void tick(long nowMillis) {
    saveNews(nowMillis);
    List<Owner> due =
        quiet.stream()
            .filter(owner -> !owner.saving && nowMillis - owner.savedMillis >= QUIET_MILLIS)
            .limit(QUIET_WRITES)
            .toList();
    for (Owner owner : due) {
      quiet.remove(owner);
      save(owner, nowMillis);
    }
  }

  private void saveNews(long nowMillis) {
    if (looking) {
      return; // A write that ends at once calls back from within the loop below.
    }
    looking = true;
    for (int left = changed.size(); left > 0 && saving < MAX_SAVING; left--) {
      Owner owner = changed.remove();
      if (owner.saving || nowMillis - owner.savedMillis < MIN_GAP_MILLIS) {
        changed.add(owner);
        continue;
      }
      owner.queued = false;
      if (!owner.gone) {
        saveIfNews(owner, nowMillis);
      }
    }
    looking = false;
  }

  private void saveIfNews(Owner owner, long nowMillis) {
    String news = owner.news();
    if (news.equals(owner.savedNews)) {
      quiet.add(owner);
    } else {
      owner.savedNews = news;
      quiet.remove(owner);
      save(owner, nowMillis);
    }
  }

  /** Writes everything that has changed, as at the end. */
  Future<Void> flush(long nowMillis) {
    Set<Owner> unsaved = new LinkedHashSet<>(); // What may be news comes first.
    changed.stream().filter(owner -> !owner.gone).forEach(unsaved::add);
    unsaved.addAll(quiet);
    changed.clear();
    quiet.clear();
    return Future.all(unsaved.stream().map(owner -> save(owner, nowMillis)).toList()).mapEmpty();
  }

  private Future<Void> save(Owner owner, long nowMillis) {
    owner.saving = true;
    saving++;
    owner.savedMillis = nowMillis;
    List<PolicyReport> reports = owner.policies.values().stream().map(Reporter::report).toList();
    return store
        .save(owner.namespace, owner.name, owner.uid, reports)
        .onComplete(
            saved -> {
              owner.saving = false;
              saving--;
              if (saved.failed()) {
                owner.savedNews = "";
                queue(owner);
              } else {
                saveNews(clock.millis());
              }
            });
  }
}
