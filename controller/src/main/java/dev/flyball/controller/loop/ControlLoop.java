package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.ClusterListener;
import dev.flyball.controller.cluster.HpaInfo;
import dev.flyball.controller.cluster.TargetKey;
import dev.flyball.controller.config.ConfigMapText;
import dev.flyball.controller.config.Settings;
import dev.flyball.core.decide.Autoscaler;
import dev.flyball.core.policy.Policy;
import dev.flyball.metrics.series.SeriesStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The event loop: it owns all state, decides when each policy is evaluated, and carries decisions
 * out.
 *
 * <p>Everything happens on one Vert.x context; only {@link #snapshot}, {@link #driversOf}, {@link
 * #isSynced} and {@link #lastTurnMillis} may be called from elsewhere. A policy is evaluated once a
 * sync period, and as soon as a fresh sample of a series that it uses has come.
 */
public final class ControlLoop implements SnapshotSource, DriverSource, HandOver {
  private static final long TICK_MILLIS = 1_000;
  private static final int BATCH = 256;

  /** Time between two evaluations on account of samples of usage. */
  private static final long USAGE_GAP_MILLIS = 1_000;

  /** How long a policy waits for answers of the outside before it is evaluated without them. */
  private static final long ANSWER_GRACE_MILLIS = 2_000;

  private final Vertx vertx;
  private final Context context;
  private final LoopPorts ports;
  private final Clock clock;
  private final ClusterState cluster = new ClusterState();
  private final Policies policies;
  private final SettingsInForce settings;
  private final Schedule schedule = new Schedule();
  private final Scraping scraping;
  private final Inquiries inquiries;
  private final HeldMetrics held;
  private final PodNames pods;
  private final Statuses statuses;
  private final Evaluator evaluator;
  private final HpaComparison comparison;
  private final Farewell farewell;
  private final Snapshots snapshots;
  private final Chronicle chronicle;
  private final Supplier<Future<Void>> watchQuotas;
  private final ClusterIntake intake;

  private Autoscaler autoscaler = new Autoscaler(Settings.DEFAULT.autoscaler());
  private volatile boolean synced;
  private volatile long lastTurnMillis;
  private long timer = -1;
  private long timerDueMillis = Long.MAX_VALUE;
  private long ticker = -1;
  private boolean closed;

  /**
   * A loop that has not begun.
   *
   * @param context the context on which everything happens
   * @param watchKind asks for the targets of a kind to be followed; false where they cannot be
   * @param watchQuotas asks for ResourceQuotas to be followed; succeeds when they were listed
   */
  public ControlLoop(
      Vertx vertx,
      Context context,
      LoopPorts ports,
      Predicate<TargetKey> watchKind,
      Supplier<Future<Void>> watchQuotas) {
    this.watchQuotas = watchQuotas;
    this.vertx = vertx;
    this.context = context;
    this.ports = ports;
    this.clock = ports.clock();
    this.chronicle =
        new Chronicle(context, clock, ports.journalBytes(), new Elsewhere(ports.statuses(), clock));
    SeriesStore series = new SeriesStore();
    this.statuses =
        new Statuses(
            ports.statuses(),
            new Authority(ports.leadership()),
            clock,
            this::restored,
            this::ignored);
    ScrapedMetrics scraped = new ScrapedMetrics(series, cluster);
    this.held = new HeldMetrics(context, scraped, clock);
    this.pods = new PodNames(context, cluster);
    this.inquiries = new Inquiries(context, ports, scraped, this::answered, this::measured);
    Readings readings = new Readings(series, scraped, inquiries);
    this.comparison = new HpaComparison(cluster, readings);
    this.evaluator =
        new Evaluator(cluster, readings, ports, chronicle, statuses::changed, this::evaluateNow);
    this.policies =
        new Policies(
            cluster, statuses, evaluator.speaker(), clock, watchKind, this::due, this::gone);
    chronicle.of(policies, () -> synced, evaluator::follows);
    this.settings = new SettingsInForce(ports.events());
    this.scraping = new Scraping(vertx, series, ports, this::sampled);
    this.farewell = new Farewell(context, evaluator, statuses, clock);
    this.snapshots = new Snapshots(clock);
    this.intake =
        new ClusterIntake(
            cluster,
            policies,
            scraping,
            evaluator::replicasChanged,
            new ClusterIntake.Consequences() {
              @Override
              public void due(PolicyState policy) {
                ControlLoop.this.due(policy);
              }

              @Override
              public void hpa(PolicyState policy, HpaInfo hpa) {
                hpaChanged(policy, hpa);
              }

              @Override
              public void settings(ConfigMapText configMap) {
                settings.apply(configMap).ifPresent(ControlLoop.this::apply);
              }

              @Override
              public void settingsGone() {
                settings.remove().ifPresent(ControlLoop.this::apply);
              }

              @Override
              public void synced() {
                begin();
              }
            });
    this.lastTurnMillis = clock.millis();
    apply(Settings.DEFAULT);
  }

  /** Begins to turn. Called on the context. */
  public void start() {
    ticker = vertx.setPeriodic(TICK_MILLIS, id -> tick());
    ports.leadership().onChange(() -> context.runOnContext(v -> leadershipChanged()));
  }

  private void leadershipChanged() {
    if (!closed) {
      statuses.lead();
      settings.complain();
      scraping.choose(cluster);
    }
  }

  @Override
  public void handOver(Predicate<String> namespaces, Runnable ended) {
    context.runOnContext(v -> farewell.handOver(namespaces, ended));
  }

  private void gone(PolicyState policy) {
    schedule.remove(policy);
    chronicle.removed(policy);
  }

  private void restored(PolicyState policy) {
    policies.restored(policy);
  }

  private void ignored(PolicyState policy, String why) {
    evaluator.speaker().ignored(policy, why);
  }

  private void tick() {
    long now = clock.millis();
    lastTurnMillis = now;
    statuses.tick();
    inquiries.tick(now);
    if (synced) {
      statuses.write(now);
      inquiries.look(now, settings.inForce(), cluster.podCount());
    }
  }

  /** Is to be told what changes in the cluster. */
  public ClusterListener listener() {
    return intake;
  }

  private void apply(Settings changed) {
    autoscaler = new Autoscaler(changed.autoscaler(), changed.syncPeriod());
    scraping.series(changed.series());
    inquiries.sources(ports.otherMetrics().use(changed, held, pods));
    policies.all().forEach(this::due);
  }

  private void begin() {
    synced = true;
    policies.all().forEach(this::due);
  }

  // When to evaluate.

  /** Makes a policy due now. */
  private void due(PolicyState state) {
    if (Rooms.asks(state.policy) && cluster.quotas().follow(watchQuotas, clock.millis())) {
      cluster.quotas().listed().onSuccess(v -> policies.all().forEach(this::due));
    }
    schedule.noLaterThan(state, clock.millis());
    arm();
  }

  /** A pod has a fresh sample: the policies that use it need not wait for their period. */
  private void sampled(String namespace, String pod, long gapMillis) {
    PodState state = cluster.pod(namespace, pod);
    if (state != null) {
      early(state, PolicyState::usesPodSeries, gapMillis);
    }
  }

  private void measured(PodState pod) {
    early(pod, PolicyState::usesUsage, USAGE_GAP_MILLIS);
  }

  private void early(PodState pod, Predicate<PolicyState> uses, long gapMillis) {
    if (synced) {
      long now = clock.millis();
      pod.policies(
          p -> uses.test(p) && evaluator.follows(p),
          p -> schedule.noLaterThan(p, Math.max(now, p.evaluatedMillis + gapMillis)));
      arm();
    }
  }

  private void arm() {
    long next = schedule.nextMillis();
    if (closed || !synced || next >= timerDueMillis) {
      return;
    }
    if (timer >= 0) {
      vertx.cancelTimer(timer);
    }
    timerDueMillis = next;
    timer = vertx.setTimer(Math.max(1, next - clock.millis()), id -> turn());
  }

  private void turn() {
    timer = -1;
    timerDueMillis = Long.MAX_VALUE;
    long now = clock.millis();
    lastTurnMillis = now;
    for (int i = 0; i < BATCH; i++) {
      PolicyState state = schedule.poll(now);
      if (state == null) {
        break;
      }
      evaluate(state, now);
    }
    arm();
  }

  private void evaluate(PolicyState state, long now) {
    if (state.policy == null) {
      return;
    }
    long period = settings.periodMillis(state.policy);
    if (!evaluator.follows(state)) {
      schedule.at(state, Schedule.next(state.id.namespace(), period, now));
      return;
    }
    if (state.awaited == 0) {
      state.wantedMillis = state.dueMillis;
    }
    schedule.at(state, state.awaited > 0 ? state.deadlineMillis : now + ANSWER_GRACE_MILLIS);
    if (answersAreIn(state, period, now)) {
      answered(state);
    }
  }

  /** Whether what the policy needs of the outside is fresh, or waiting has lasted long enough. */
  private boolean answersAreIn(PolicyState state, long period, long now) {
    if (state.awaited > 0) {
      return now >= state.deadlineMillis;
    }
    state.deadlineMillis = now + ANSWER_GRACE_MILLIS;
    Policy policy = state.policy;
    TargetState target = state.target;
    // Between two periods, when a sample has come, the answers of the last period are fresh enough.
    return policy == null
        || target == null
        || inquiries.fresh(
            state, policy, target, cluster.namespace(state.id.namespace()), period - period / 8);
  }

  /** All that a policy waited for has come, or cannot come. */
  private void answered(PolicyState state) {
    schedule.at(
        state,
        Schedule.next(state.id.namespace(), settings.periodMillis(state.policy), clock.millis()));
    evaluateNow(state);
    if (state.askAgain) {
      state.askAgain = false;
      compareOnceAsked(state, clock.millis());
    } else {
      comparison.settle(state, autoscaler, settings.inForce(), clock.millis());
      arm();
    }
  }

  /** Where the HPA has decided, a policy in DryRun decides too, on readings from that moment. */
  private void hpaChanged(PolicyState state, HpaInfo hpa) {
    long now = clock.millis();
    if (synced && evaluator.follows(state) && comparison.told(state, hpa, now)) {
      state.askAgain = state.awaited > 0; // What it waits for was asked before the HPA decided.
      if (!state.askAgain) {
        state.wantedMillis = now;
        compareOnceAsked(state, now);
      }
    }
  }

  private void compareOnceAsked(PolicyState state, long now) {
    schedule.at(state, now + ANSWER_GRACE_MILLIS);
    if (answersAreIn(state, 0, now)) {
      answered(state);
    }
    arm();
  }

  private void evaluateNow(PolicyState state) {
    if (!synced || closed || state.policy == null) {
      return;
    }
    comparison.look(state, state.policy, clock.millis());
    if (state.target != null && !state.target.followed) {
      evaluator.evaluateUnfollowed(state, autoscaler, settings.inForce().architectures());
    } else {
      evaluator.evaluate(state, autoscaler, settings.inForce().architectures());
    }
  }

  // What the outside may know.

  /** The uid of a ConfigMap of policies; empty where it is not known. Called on the context. */
  public String configMapUid(String namespace, String name) {
    return statuses.uidOf(namespace, name);
  }

  /** What was decided, for readers on any thread. */
  public DecisionSource decisions() {
    return chronicle;
  }

  @Override
  public Future<LoopSnapshot> snapshot() {
    Promise<LoopSnapshot> promise = Promise.promise();
    context.runOnContext(
        v ->
            promise.complete(
                snapshots.take(
                    synced,
                    evaluator.followed(policies.all()),
                    cluster.podCount(),
                    scraping.targets())));
    return promise.future();
  }

  @Override
  public Future<Drivers> driversOf(TargetKey target) {
    Promise<Drivers> promise = Promise.promise();
    context.runOnContext(v -> promise.complete(cluster.driversOf(target)));
    return promise.future();
  }

  @Override
  public boolean isSynced() {
    return synced;
  }

  @Override
  public long lastTurnMillis() {
    return lastTurnMillis;
  }

  /** Decides no more, and keeps what has to outlast the process. Called on the context. */
  public Future<Void> close() {
    closed = true;
    vertx.cancelTimer(ticker);
    if (timer >= 0) {
      vertx.cancelTimer(timer);
    }
    scraping.close();
    return farewell.keep(namespace -> true);
  }
}
