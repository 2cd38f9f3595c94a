package dev.flyball.controller.loop;

import dev.flyball.core.decide.Explanation;
import java.util.List;
import java.util.OptionalInt;

/**
 * How far what a policy in DryRun would have set agrees with what a native HPA of the same target
 * did, compared at each of the HPA's decisions. Immutable.
 *
 * @param hpa name of the HPA
 * @param agreed decisions that were the same
 * @param differed decisions that were not
 * @param uncertain decisions that were not the same while windows reached back to before the
 *     comparison began
 * @param sinceMillis when it began, in epoch milliseconds; counts begin anew with the process and
 *     with each text of the policy
 * @param differences the last decisions that were not the same, oldest first
 */
public record AgreementReport(
    String hpa,
    long agreed,
    long differed,
    long uncertain,
    long sinceMillis,
    List<Difference> differences) {
  public AgreementReport {
    differences = List.copyOf(differences);
  }

  /** Decisions that were compared; those that are uncertain do not count. */
  public long compared() {
    return agreed + differed;
  }

  /**
   * How many of a hundred compared decisions were the same, rounded down, so that 100 means all;
   * empty where none was compared yet.
   */
  public OptionalInt percent() {
    return compared() == 0
        ? OptionalInt.empty()
        : OptionalInt.of((int) (agreed * 100 / compared()));
  }

  /**
   * A decision that was not the same.
   *
   * @param atMillis when the HPA's became known, in epoch milliseconds
   * @param currentReplicas replicas before it
   * @param hpaReplicas replicas after it, as the HPA left them
   * @param flyballReplicas replicas after it, as Flyball would have left them
   * @param uncertain whether windows reached back to before the comparison began
   * @param hpaReasons the HPA's conditions in one line
   * @param hpaMetrics the HPA's metrics in one line
   * @param explanation Flyball's decision step by step
   */
  public record Difference(
      long atMillis,
      int currentReplicas,
      int hpaReplicas,
      int flyballReplicas,
      boolean uncertain,
      String hpaReasons,
      String hpaMetrics,
      Explanation explanation) {}
}
