package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.StatusException;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.core.decide.HistorySnapshot;
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
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads histories when policies come and when this process comes to lead, and, while it leads,
 * writes the status of those that have changed: soon where something has happened, now and then
 * where only readings have moved. Of the latter there are so many a second and no more, however
 * many policies there are.
 *
 * <p>Owned by the loop.
 */
final class Statuses {
  /** How long a status that differs in readings and times alone is unwritten, at least. */
  private static final long QUIET_MILLIS = 30_000;

  /** Statuses without news that are written in one tick, at most: those that waited longest. */
  static final int QUIET_WRITES = 5;

  /** Writes under way at once, at most. */
  static final int MAX_SAVING = 32;

  private static final Logger LOG = LoggerFactory.getLogger(Statuses.class);
  private static final long MIN_GAP_MILLIS = 1_000;

  /** To ask for the terms of all ConfigMaps each second would be a tenth of the loop's work. */
  private static final int TICKS_OF_LEAD = 10;

  /** How long a status that cannot be read is asked for again before history begins anew. */
  private static final long PATIENCE_MILLIS = 30_000;

  private final StatusStore store;
  private final Authority authority;
  private final InstantSource clock;
  private final Consumer<PolicyState> restored;
  private final BiConsumer<PolicyState, String> unusable;
  private final Map<String, Owner> owners = new HashMap<>();

  /** Those that have changed since it was last looked whether that is news. */
  private final Queue<Owner> changed = new ArrayDeque<>();

  /** Those that have changed without news. */
  private final Set<Owner> quiet = new LinkedHashSet<>();

  private int saving;
  private boolean looking;
  private long ticks;

  /**
   * Nothing is known yet.
   *
   * @param restored is told of a policy that has got its history, at first and at each new term
   * @param unusable is told why what was kept of a policy is not used
   */
  Statuses(
      StatusStore store,
      Authority authority,
      InstantSource clock,
      Consumer<PolicyState> restored,
      BiConsumer<PolicyState, String> unusable) {
    this.store = store;
    this.authority = authority;
    this.clock = clock;
    this.restored = restored;
    this.unusable = unusable;
  }

  /** A ConfigMap of policies. */
  private static final class Owner {
    final String namespace;
    final String name;
    String uid = "";
    final Map<PolicyId, PolicyState> policies = new TreeMap<>();

    /** The term under which its status was read; what is decided under it may be saved. */
    long term = Leadership.NONE;

    /** Grows with each attempt to load; the answer of an earlier one comes too late. */
    int load;

    boolean loading;

    /** Could not be read, and is to be asked for again. */
    boolean unread;

    long patientUntilMillis;
    KeptStatuses kept = KeptStatuses.NONE;

    /** Whether it is among those that have changed. */
    boolean queued;

    boolean gone;
    Future<Void> saving = Future.succeededFuture();
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
        // Whoever has changed the mode waits to see that it is in force.
        news.append(policy.policy == null ? "" : policy.policy.options().mode()).append(' ');
        news.append(policy.agreement == null ? "" : policy.agreement.report().differed());
        news.append(' ');
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
      begin(owner);
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

  // Reading.

  /** Reads what the leader before has kept, wherever this process has come to lead. */
  void lead() {
    for (Owner owner : owners.values()) {
      long term = authority.term(owner.namespace);
      if (term != Leadership.NONE && term != owner.term) {
        if (authority.beginsAnew()) {
          owner.policies.values().forEach(Statuses::await);
        }
        begin(owner);
      }
    }
  }

  private static void await(PolicyState policy) {
    policy.forget();
    policy.restoring = true;
  }

  private void begin(Owner owner) {
    owner.patientUntilMillis = clock.millis() + PATIENCE_MILLIS;
    load(owner);
  }

  private void load(Owner owner) {
    owner.term = authority.term(owner.namespace);
    owner.loading = true;
    owner.unread = false;
    int load = ++owner.load;
    store
        .load(owner.namespace, owner.name, owner.uid)
        .onComplete(
            loaded -> {
              if (load == owner.load) {
                if (loaded.succeeded()) {
                  loaded(owner, loaded.result());
                } else {
                  unread(owner, loaded.cause());
                }
              }
            });
  }

  private void unread(Owner owner, Throwable cause) {
    boolean refused = cause instanceof StatusException e && e.isRefusal();
    boolean patient = !refused && clock.millis() < owner.patientUntilMillis;
    LOG.atWarn()
        .addKeyValue("configMap", owner.namespace + "/" + owner.name)
        .addKeyValue("cause", String.valueOf(cause.getMessage()))
        .log(patient ? "the status cannot be read yet" : "begins without history");
    if (patient) {
      owner.unread = true;
    } else {
      loaded(owner, KeptStatuses.NONE);
    }
  }

  private void loaded(Owner owner, KeptStatuses kept) {
    owner.loading = false;
    owner.kept = kept;
    owner.savedNews = "";
    queue(owner);
    owner.policies.values().forEach(policy -> give(policy, owner));
  }

  private void give(PolicyState policy, Owner owner) {
    policy.term = owner.term;
    policy.restoring = false;
    KeptStatus kept = owner.kept.usable().get(policy.id);
    String wrong = owner.kept.unusable().getOrDefault(policy.id, owner.kept.all());
    if (kept != null && !policy.goesOnWith(kept, clock.millis())) {
      wrong = "it is of " + kept.target();
    }
    if (!wrong.isEmpty()) {
      unusable.accept(policy, wrong);
    }
    restored.accept(policy);
  }

  /** Gives a new policy its history, when that was loaded; nothing is decided until then. */
  void restore(PolicyState policy) {
    Owner owner = owner(policy.id.namespace(), policy.id.configMap());
    owner.policies.put(policy.id, policy);
    policy.restoring = true;
    if (!owner.loading) {
      give(policy, owner);
    }
  }

  // Writing.

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

  /** Reads again what could not be read. Called about once a second. */
  void tick() {
    if (ticks++ % TICKS_OF_LEAD == 0) {
      lead(); // It is told of changes; this is for one that it was not told of.
    }
    owners.values().stream().filter(owner -> owner.unread).toList().forEach(this::load);
  }

  /** Writes what is due. Called about once a second, once there is something to tell. */
  void write(long nowMillis) {
    saveNews(nowMillis);
    List<Owner> due =
        quiet.stream()
            .filter(owner -> nowMillis - owner.savedMillis >= QUIET_MILLIS && mayWrite(owner))
            .filter(owner -> owner.saving.isComplete())
            .limit(QUIET_WRITES)
            .toList();
    for (Owner owner : due) {
      quiet.remove(owner);
      save(owner, nowMillis, false);
    }
  }

  private void saveNews(long nowMillis) {
    if (looking) {
      return; // A write that ends at once calls back from within the loop below.
    }
    looking = true;
    for (int left = changed.size(); left > 0 && saving < MAX_SAVING; left--) {
      Owner owner = changed.remove();
      if (owner.gone) {
        continue;
      }
      if (!mayWrite(owner)
          || !owner.saving.isComplete()
          || nowMillis - owner.savedMillis < MIN_GAP_MILLIS) {
        changed.add(owner);
        continue;
      }
      owner.queued = false;
      saveIfNews(owner, nowMillis);
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
      save(owner, nowMillis, false);
    }
  }

  private boolean mayWrite(Owner owner) {
    return !owner.loading && authority.over(owner.namespace, owner.term);
  }

  /**
   * Writes everything for the last time. What has not changed is written too, for it to say that
   * nothing was decided afterwards.
   */
  Future<Void> flush(long nowMillis) {
    return flush(nowMillis, namespace -> true);
  }

  /** Writes for the last time what is of some namespaces. */
  Future<Void> flush(long nowMillis, Predicate<String> namespaces) {
    Set<Owner> newsFirst = new LinkedHashSet<>(changed);
    newsFirst.addAll(quiet);
    newsFirst.addAll(owners.values());
    List<Future<Void>> saves = new ArrayList<>();
    newsFirst.removeIf(owner -> !namespaces.test(owner.namespace));
    for (Owner owner : newsFirst) {
      // One save of a ConfigMap at a time; the one under way may be older than what is to be kept.
      saves.add(
          owner.saving.transform(
              saved ->
                  mayWrite(owner) && !owner.gone
                      ? save(owner, nowMillis, true)
                      : Future.<Void>succeededFuture()));
    }
    return Future.all(saves).mapEmpty();
  }

  private Future<Void> save(Owner owner, long nowMillis, boolean last) {
    saving++;
    owner.savedMillis = nowMillis;
    // A policy that comes from now on has nothing in there any more.
    owner.kept = KeptStatuses.NONE;
    List<PolicyReport> reports = owner.policies.values().stream().map(Reporter::report).toList();
    owner.saving =
        store
            .save(owner.namespace, owner.name, owner.uid, new StatusStore.Contents(reports, last))
            .onComplete(
                saved -> {
                  saving--;
                  if (saved.failed()) {
                    owner.savedNews = "";
                    queue(owner);
                  } else {
                    saveNews(clock.millis());
                  }
                });
    return owner.saving;
  }
}
