package dev.flyball.core.decide;

import dev.flyball.core.observe.Ceiling;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget.AverageValue;
import dev.flyball.core.policy.MetricTarget.Utilization;
import dev.flyball.core.policy.MetricTarget.Value;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.recommend.MetricRecommendation;

/**
 * Writes a decision down in few bytes, some 20 to 60, from which with its policy the whole {@link
 * Explanation} is made again.
 *
 * <p>What follows from the policy and the time is not written. Times are written relative to an
 * epoch of the log and not to the decision, so that a decision that repeats the one before has the
 * same bytes. Writing allocates nothing. Owned by one thread.
 */
// Rows are read by the process that wrote them, so the order of an enum's values is the same.
@SuppressWarnings("EnumOrdinal")
public final class DecisionCodec {
  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final Reason[] REASONS = Reason.values();
  private static final Zero.Step[] STEPS = Zero.Step.values();
  private static final Ceiling.Limit[] LIMITS = Ceiling.Limit.values();

  private static final int HELD = 1;
  private static final int RATED = 2;
  private static final int LIMITED = 4;
  private static final int ZERO = 8;
  private static final int READY = 16;
  private static final int ROOM = 32;

  /** In a metric's mask, above the bits of its words. */
  private static final int OWN_RATIO = 1 << MetricRecommendation.WORDS;

  private static final int FAILURE = OWN_RATIO << 1;

  private final long[] words = new long[MetricRecommendation.WORDS];

  /** Keeps the texts of failures and shortages; a row has only their numbers. */
  public interface Texts {
    /** The number of a text, which is kept if it is new. */
    int numberOf(String text);

    /** The text of a number, or what stands for one that is no longer kept. */
    String text(int number);
  }

  /** A codec; any number of logs may share it. */
  public DecisionCodec() {}

  /**
   * Writes a decision at the end of a row.
   *
   * @param epochMillis the log's own, the same for all of its rows
   */
  public void write(Decision decision, long epochMillis, Texts texts, PackedRow row) {
    int flags = flags(decision);
    row.put(decision.outcome.ordinal());
    row.put(flags);
    row.put(decision.currentReplicas());
    row.put(decision.desired - decision.currentReplicas());
    row.put(decision.recommendation - decision.currentReplicas());
    row.put(decision.stabilized - decision.currentReplicas());
    row.put(decision.winner);
    // It follows from the policy and the time; a decision with another bound is no repeated one.
    row.put(decision.minReplicas());
    if ((flags & HELD) != 0 && decision.held != null) {
      row.put(decision.held.ordinal());
      row.put(decision.heldReplicas);
      row.put(decision.heldSinceMillis - epochMillis);
      row.put(decision.heldWindowMillis);
    }
    if ((flags & RATED) != 0) {
      writeRate(decision, epochMillis, row);
    }
    if ((flags & LIMITED) != 0) {
      row.put(decision.limit.ordinal());
      row.put(decision.limitReplicas);
    }
    if ((flags & ZERO) != 0) {
      row.put(decision.zero.ordinal());
      row.put(decision.wokenBy);
      row.put(decision.lastActiveMillis - epochMillis);
      row.put(decision.idleFromMillis - epochMillis);
    }
    if ((flags & READY) != 0) {
      row.put(decision.readyPods);
    }
    Ceiling ceiling = decision.ceiling;
    if (ceiling != null) {
      row.put(ceiling.replicas());
      row.put(ceiling.limit().ordinal());
      row.put(texts.numberOf(ceiling.shortage()));
      row.put(decision.wanted);
    }
    row.put(decision.metricCount());
    for (int i = 0; i < decision.metricCount(); i++) {
      writeMetric(decision.policy().metrics().get(i), decision.metric(i), texts, row);
    }
  }

  private static int flags(Decision decision) {
    boolean held = decision.held != null && decision.stabilized != decision.recommendation;
    return (held ? HELD : 0)
        | (decision.rated ? RATED : 0)
        | (decision.limit == Reason.DesiredWithinRange ? 0 : LIMITED)
        | (decision.zero == Zero.Step.None ? 0 : ZERO)
        | (decision.readyPods == 0 ? 0 : READY)
        | (decision.ceiling == null ? 0 : ROOM);
  }

  private static int policies(Decision decision) {
    Behavior behavior = decision.policy().behavior();
    if (behavior == null || decision.rate.chosen() < 0) {
      return 0;
    }
    boolean up = decision.stabilized > decision.currentReplicas();
    return (up ? behavior.scaleUp() : behavior.scaleDown()).policies().size();
  }

  private static void writeRate(Decision decision, long epochMillis, PackedRow row) {
    RateLimit rate = decision.rate;
    row.put(rate.chosen());
    int count = policies(decision);
    for (int i = 0; i < count; i++) {
      row.put(rate.added(i));
      row.put(rate.removed(i));
      row.put(rate.limit(i));
      row.put(packed(rate.freesAt(i), epochMillis));
    }
  }

  /** A time of an epoch, with zero for never. */
  private static long packed(long millis, long epochMillis) {
    if (millis == Long.MAX_VALUE) {
      return 0;
    }
    long since = millis - epochMillis;
    return since < 0 ? since : since + 1;
  }

  private static long unpacked(long packed, long epochMillis) {
    if (packed == 0) {
      return Long.MAX_VALUE;
    }
    return epochMillis + (packed < 0 ? packed : packed - 1);
  }

  private void writeMetric(
      MetricSpec spec, MetricRecommendation metric, Texts texts, PackedRow row) {
    metric.toWords(words);
    boolean ownRatio = Double.compare(metric.ratio(), plainRatio(spec)) != 0;
    String failure = metric.failure();
    int mask = (ownRatio ? OWN_RATIO : 0) | (failure == null ? 0 : FAILURE);
    for (int i = 0; i < words.length; i++) {
      mask |= words[i] == 0 ? 0 : 1 << i;
    }
    row.put(mask);
    for (int i = 0; i < words.length; i++) {
      if (words[i] != 0) {
        row.put(words[i]);
      }
    }
    if (ownRatio) {
      row.put(Double.doubleToRawLongBits(metric.ratio()));
    }
    if (failure != null) {
      row.put(texts.numberOf(failure));
    }
  }

  /** The ratio that follows from the words, where no pod had to be padded. */
  private double plainRatio(MetricSpec spec) {
    return switch (spec.target()) {
      case Utilization target -> (double) words[2] / (double) target.percent();
      case AverageValue target -> (double) words[1] / (double) target.milli();
      case Value target -> (double) words[1] / (double) target.milli();
    };
  }

  /**
   * Reads the decision that a row goes on with.
   *
   * @param policy the one that was decided on
   * @param settings those that it was decided under
   * @param atMillis when it was made
   * @param row what {@link #write} wrote, not yet read
   * @param log the epoch and the texts with which it was written
   */
  public Explanation read(
      Policy policy, AutoscalerSettings settings, long atMillis, PackedRow row, Log log) {
    Decision decision = new Decision();
    Outcome outcome = OUTCOMES[row.nextInt()];
    int flags = row.nextInt();
    int current = row.nextInt();
    decision.begin(policy, current, atMillis, settings);
    decision.outcome = outcome;
    decision.desired = current + row.nextInt();
    decision.recommendation = current + row.nextInt();
    decision.stabilized = current + row.nextInt();
    decision.winner = row.nextInt();
    row.next();
    if ((flags & HELD) != 0) {
      Reason held = REASONS[row.nextInt()];
      decision.hold(held, row.nextInt(), log.epochMillis() + row.next(), row.next());
    }
    if ((flags & RATED) != 0) {
      readRate(decision, log.epochMillis(), row);
    }
    if ((flags & LIMITED) != 0) {
      decision.limit = REASONS[row.nextInt()];
      decision.limitReplicas = row.nextInt();
    }
    if ((flags & ZERO) != 0) {
      decision.zero = STEPS[row.nextInt()];
      decision.wokenBy = row.nextInt();
      decision.lastActiveMillis = log.epochMillis() + row.next();
      decision.idleFromMillis = log.epochMillis() + row.next();
    }
    decision.readyPods = (flags & READY) == 0 ? 0 : row.nextInt();
    if ((flags & ROOM) != 0) {
      int replicas = row.nextInt();
      Ceiling.Limit limit = LIMITS[row.nextInt()];
      decision.ceiling = new Ceiling(replicas, limit, log.texts().text(row.nextInt()));
      decision.wanted = row.nextInt();
    }
    int metrics = row.nextInt();
    for (int i = 0; i < metrics; i++) {
      readMetric(policy.metrics().get(i), decision.nextMetric(), log.texts(), row);
    }
    return decision.explanation();
  }

  private static void readRate(Decision decision, long epochMillis, PackedRow row) {
    decision.rated = true;
    decision.rate.restore(row.nextInt());
    int count = policies(decision);
    for (int i = 0; i < count; i++) {
      int added = row.nextInt();
      int removed = row.nextInt();
      int limit = row.nextInt();
      decision.rate.restore(i, added, removed, limit, unpacked(row.next(), epochMillis));
    }
  }

  private void readMetric(
      MetricSpec spec, MetricRecommendation metric, Texts texts, PackedRow row) {
    int mask = row.nextInt();
    for (int i = 0; i < words.length; i++) {
      words[i] = (mask & (1 << i)) == 0 ? 0 : row.next();
    }
    double ratio = (mask & OWN_RATIO) == 0 ? plainRatio(spec) : Double.longBitsToDouble(row.next());
    metric.fromWords(words, ratio, (mask & FAILURE) == 0 ? null : texts.text(row.nextInt()));
  }

  /**
   * What the rows of a log have in common.
   *
   * @param epochMillis what times are relative to
   * @param texts the texts of failures
   */
  public record Log(long epochMillis, Texts texts) {}
}
