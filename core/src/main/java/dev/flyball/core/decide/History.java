package dev.flyball.core.decide;

import dev.flyball.core.window.FailureStreaks;
import dev.flyball.core.window.RecommendationWindow;
import dev.flyball.core.window.ScaleEventLog;

/**
 * What a policy's decisions depend on besides the present: past recommendations and scale changes,
 * the conditions, and the replicas last decided. Decisions change it in place.
 *
 * <p>One history belongs to one policy and one thread. Its {@link #snapshot} restores to a history
 * that decides the same for ever after.
 */
public final class History {
  /** Stands for a time that there never was. */
  static final long NEVER = 0;

  private final RecommendationWindow recommendations = new RecommendationWindow();
  private final ScaleEventLog scaleUps = new ScaleEventLog();
  private final ScaleEventLog scaleDowns = new ScaleEventLog();
  private final FailureStreaks failures = new FailureStreaks();
  private final Conditions conditions = new Conditions();
  private final Decision decision = new Decision();
  private int desiredReplicas;
  private long lastActiveMillis = NEVER;

  /** The history of a policy that never decided. */
  public History() {}

  /** The history that a snapshot was taken of. */
  public static History restore(HistorySnapshot snapshot) {
    History history = new History();
    history.recommendations.restore(snapshot.recommendations());
    history.scaleUps.restore(snapshot.scaleUps());
    history.scaleDowns.restore(snapshot.scaleDowns());
    history.failures.restore(snapshot.failures());
    history.conditions.restore(snapshot.conditions());
    history.desiredReplicas = snapshot.desiredReplicas();
    history.lastActiveMillis = snapshot.lastActiveMillis();
    return history;
  }

  /** What has to be kept to go on after a restart. Immutable. */
  public HistorySnapshot snapshot() {
    return new HistorySnapshot(
        recommendations.snapshot(),
        scaleUps.snapshot(),
        scaleDowns.snapshot(),
        failures.snapshot(),
        conditions.snapshot(),
        desiredReplicas,
        lastActiveMillis);
  }

  /** Past recommendations. */
  public RecommendationWindow recommendations() {
    return recommendations;
  }

  /** Past changes upward. */
  public ScaleEventLog scaleUps() {
    return scaleUps;
  }

  /** Past changes downward. */
  public ScaleEventLog scaleDowns() {
    return scaleDowns;
  }

  /** How often each metric has failed in a row; empty while the policy has no fallback. */
  public FailureStreaks failures() {
    return failures;
  }

  /** The policy's conditions. */
  public Conditions conditions() {
    return conditions;
  }

  /**
   * The replicas last decided, as in the HPA's {@code status.desiredReplicas}; 0 before the first.
   */
  public int desiredReplicas() {
    return desiredReplicas;
  }

  void setDesiredReplicas(int replicas) {
    desiredReplicas = replicas;
  }

  /** When a metric that can wake the target was last active, in epoch milliseconds; 0 for never. */
  public long lastActiveMillis() {
    return lastActiveMillis;
  }

  void setLastActiveMillis(long millis) {
    lastActiveMillis = millis;
  }

  /** The latest decision; empty of everything before the first. */
  public Decision decision() {
    return decision;
  }
}
