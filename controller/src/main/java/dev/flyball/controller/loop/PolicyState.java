package dev.flyball.controller.loop;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.config.Problem;
import dev.flyball.controller.journal.PolicyJournal;
import dev.flyball.core.decide.Explanation;
import dev.flyball.core.decide.History;
import dev.flyball.core.observe.PodSamples;
import dev.flyball.core.observe.Reading;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions.Mode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A policy, its history, and where its evaluation stands. */
final class PolicyState {
  /** The place of a policy that is not scheduled. */
  static final int NOWHERE = -1;

  final PolicyId id;
  History history = new History();

  /** Its text in force; only {@link #use} sets it. */
  @Nullable Policy policy;

  private boolean usesUsage;
  private boolean usesPodSeries;
  @Nullable TargetState target;
  List<Problem> problems = List.of();

  /** When it is to be evaluated next, in epoch milliseconds; only the schedule sets it. */
  long dueMillis;

  /**
   * When the evaluation that is under way was due; from then on it waits for answers, if at all.
   */
  long wantedMillis;

  /** When it was last evaluated, in epoch milliseconds. */
  long evaluatedMillis;

  /** Where it stands in the schedule; only the schedule sets it. */
  int place = NOWHERE;

  /** Waits for an answer of the API server: nothing is decided meanwhile. */
  boolean busy;

  /** Waits for its history: nothing is decided meanwhile. */
  boolean restoring;

  /** The term of leadership under which its history was taken over. */
  long term = Leadership.NONE;

  /** Since when this process has decided on its present target; 0 for not yet. */
  long decidingSinceMillis;

  /**
   * What its history says of, as {@link dev.flyball.controller.cluster.TargetKey#text} has it;
   * empty while that is not known.
   */
  private String historyTarget = "";

  /** The replicas that were last kept as decided; 0 once the target was compared with them. */
  int keptReplicas;

  /** How many answers of the outside it waits for. */
  int awaited;

  /** Until when it waits; then it is evaluated with what there is. */
  long deadlineMillis;

  /** How it compares with a native HPA of its target; null while it is not compared. */
  @Nullable Agreement agreement;

  /** What it waits for is to be asked once more, since an HPA has decided meanwhile. */
  boolean askAgain;

  /** How often others have changed the replicas of its target while it was Active. */
  long foreignChanges;

  /** What is kept of its decisions; null before the first. */
  @Nullable PolicyJournal journal;

  /** Whether something that readers see has changed since {@link #revision} was given. */
  boolean touched = true;

  /** Whether it was decided on here when readers last looked; only the chronicle sets it. */
  boolean decidedHere = true;

  /** By which readers know that it has changed; only the chronicle sets it. */
  long revision;

  /** When its ConfigMap was made, in epoch milliseconds; 0 where that is not known. */
  long createdMillis;

  /** What its ConfigMap is besides its text. */
  PolicyOwner owner = PolicyOwner.UNKNOWN;

  /** The last changes of replicas, newest first. */
  List<ScaleChange> scaleChanges = List.of();

  int conflicts;
  long lastScaleMillis;

  /** The decision that last changed replicas; the next ones follow within a moment and say less. */
  @Nullable Explanation lastScale;

  /** What was said last for each reason, so that it is not said again at each evaluation. */
  final Map<dev.flyball.core.decide.Reason, String> said =
      new EnumMap<>(dev.flyball.core.decide.Reason.class);

  /** What was last said to be unknown of the room for its pods. */
  String unknownRoom = "";

  private final List<Reading> readings = new ArrayList<>();
  private final List<PodSamples> samples = new ArrayList<>();

  PolicyState(PolicyId id) {
    this.id = id;
  }

  /**
   * Goes on with what was kept.
   *
   * @return whether it is of the policy's present target; nothing is changed where it is not
   */
  boolean goesOnWith(KeptStatus kept, long nowMillis) {
    if (target != null && !kept.target().isEmpty() && !kept.target().equals(target.key.text())) {
      return false;
    }
    history = Continuation.of(kept, history.snapshot(), decidingSinceMillis, nowMillis);
    historyTarget = kept.target();
    keptReplicas = kept.history().desiredReplicas();
    lastScaleMillis = Math.max(lastScaleMillis, Math.min(nowMillis, kept.lastScaleMillis()));
    scaleChanges = ScaleChange.merged(scaleChanges, kept.scaleChanges());
    touched = true;
    return true;
  }

  /** Scales another target from now on: what was recommended for one says nothing about another. */
  void retarget(TargetState changed) {
    target = changed;
    agreement = null;
    String name = changed.key.text();
    if (!historyTarget.isEmpty() && !historyTarget.equals(name)) {
      history = new History();
      scaleChanges = List.of();
      decidingSinceMillis = 0;
      keptReplicas = 0;
    }
    historyTarget = name;
  }

  /** Forgets what was decided: others have gone on with it since, and what they kept is to come. */
  void forget() {
    history = new History();
    decidingSinceMillis = 0;
    evaluatedMillis = 0;
    keptReplicas = 0;
    lastScale = null;
    said.clear();
    touched = true;
    if (journal != null) {
      // A decision that repeats the last one must not seem to have held in between.
      journal.close();
      journal = null;
    }
  }

  /** The readings of the next decision, one a metric; reused. */
  List<Reading> readings() {
    return readings;
  }

  /** Scratch space for the samples of one metric. */
  PodSamples samples(int metric) {
    while (samples.size() <= metric) {
      samples.add(new PodSamples(4));
    }
    return samples.get(metric);
  }

  boolean isActive() {
    return policy != null && policy.options().mode() == Mode.Active;
  }

  /** Follows this text from now on; null for none. */
  void use(@Nullable Policy changed) {
    policy = changed;
    List<MetricSpec> metrics = changed == null ? List.of() : changed.metrics();
    usesUsage = metrics.stream().anyMatch(UsageQuestion::answers);
    usesPodSeries = metrics.stream().anyMatch(m -> m instanceof MetricSpec.Pods);
  }

  /** Whether it has a metric of CPU or memory; asked for each sample that comes. */
  boolean usesUsage() {
    return usesUsage;
  }

  /** Whether it has a metric of pods; asked for each sample that comes. */
  boolean usesPodSeries() {
    return usesPodSeries;
  }
}
