package dev.flyball.core.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * What a policy says beyond the fields of an HPA. Without any of it, a policy behaves as an HPA
 * does.
 *
 * @param mode whether decisions are carried out
 * @param syncPeriod how often the policy is evaluated; empty takes the controller's setting
 * @param metricSelectPolicy which of several metrics wins
 */
public record PolicyOptions(
    Mode mode, Optional<Duration> syncPeriod, MetricSelectPolicy metricSelectPolicy) {
  /** Behaves as an HPA does. */
  public static final PolicyOptions DEFAULT = builder().build();

  /** Whether a policy's decisions are carried out. */
  public enum Mode {
    /** Decisions are made and carried out. */
    Active,
    /** Decisions are made and reported, replicas are left alone. */
    DryRun,
    /** No decisions are made. */
    Paused
  }

  /** Which recommendation wins where there are several metrics. */
  public enum MetricSelectPolicy {
    /** The highest, as in the HPA. */
    Max,
    /** The lowest. */
    Min
  }

  public PolicyOptions {
    if (syncPeriod.isPresent() && syncPeriod.get().toMillis() < 1000) {
      throw new IllegalArgumentException("syncPeriod must be at least 1s: " + syncPeriod.get());
    }
  }

  /** Options that behave as an HPA does, to be changed one by one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Puts options together; what is not set behaves as an HPA does. */
  public static final class Builder {
    private Mode mode = Mode.Active;
    private Optional<Duration> syncPeriod = Optional.empty();
    private MetricSelectPolicy metricSelectPolicy = MetricSelectPolicy.Max;

    private Builder() {}

    /** Whether decisions are carried out. */
    public Builder mode(Mode value) {
      mode = value;
      return this;
    }

    /** How often the policy is evaluated, at least 1 s. */
    public Builder syncPeriod(Duration value) {
      syncPeriod = Optional.of(value);
      return this;
    }

    /** Which of several metrics wins. */
    public Builder metricSelectPolicy(MetricSelectPolicy value) {
      metricSelectPolicy = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException where one of them is out of its range
     */
    public PolicyOptions build() {
      return new PolicyOptions(mode, syncPeriod, metricSelectPolicy);
    }
  }
}
