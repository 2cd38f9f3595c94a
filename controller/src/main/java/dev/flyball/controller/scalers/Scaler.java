package dev.flyball.controller.scalers;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.core.decide.Explanation;
import dev.flyball.core.decide.HistorySnapshot;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A policy in one of its versions. Immutable.
 *
 * @param report its state, without its history
 * @param name its name as an object
 * @param sentence how its last decision came about; empty before the first
 * @param version the number of this version, unique over all policies
 */
record Scaler(PolicyReport report, String name, String sentence, long version) {
  /** A policy that has no number yet. */
  static Scaler of(PolicyReport report) {
    return new Scaler(
        withoutHistory(report),
        ScalerNames.of(report.id()),
        report.explanation().map(e -> e.sentence(ZoneOffset.UTC)).orElse(report.told()),
        0);
  }

  /** A policy of which nothing is left but that it was there. */
  static Scaler gone(PolicyId id, long version) {
    PolicyReport report = PolicyReport.of(id).build();
    return new Scaler(report, ScalerNames.of(id), "", version);
  }

  /** The history of a policy is by far its largest part, and no reader's business. */
  private static PolicyReport withoutHistory(PolicyReport r) {
    return r.but().lastScale(null).history(HistorySnapshot.EMPTY).foreignChanges(0).build();
  }

  Scaler withVersion(long number) {
    return new Scaler(report, name, sentence, number);
  }

  String namespace() {
    return report.id().namespace();
  }

  /**
   * Whether a reader would see no difference, but for the time of a decision that only repeats the
   * one before.
   */
  boolean looksLike(Scaler other) {
    PolicyReport a = report;
    PolicyReport b = other.report;
    return sentence.equals(other.sentence)
        && a.specReplicas() == b.specReplicas()
        && a.statusReplicas() == b.statusReplicas()
        && a.desiredReplicas() == b.desiredReplicas()
        && a.lastScaleMillis() == b.lastScaleMillis()
        && a.createdMillis() == b.createdMillis()
        && a.conditions().equals(b.conditions())
        && a.currentMetrics().equals(b.currentMetrics())
        && a.problems().equals(b.problems())
        && a.scaleChanges().equals(b.scaleChanges())
        && a.owner().equals(b.owner())
        && a.agreement().equals(b.agreement())
        && a.target().equals(b.target())
        && a.policy().equals(b.policy())
        && bounds(a).equals(bounds(b));
  }

  private static List<Integer> bounds(PolicyReport report) {
    return report.explanation().map(Scaler::bounds).orElse(List.of());
  }

  private static List<Integer> bounds(Explanation e) {
    return List.of(e.recommendation(), e.minReplicas(), e.maxReplicas());
  }
}
