package dev.flyball.core.decide;

import dev.flyball.core.policy.MetricSpec;

/** Reasons of conditions and events, by the names that the HPA gives them, or KEDA. */
public enum Reason {
  SucceededGetScale,
  FailedGetScale,
  ReadyForNewScale,
  ScaleUpStabilized,
  ScaleDownStabilized,
  SucceededRescale,
  FailedUpdateScale,
  ValidMetricFound,
  ScalingDisabled,
  InvalidSelector,
  AmbiguousSelector,
  FailedGetResourceMetric,
  FailedGetContainerResourceMetric,
  FailedGetPodsMetric,
  FailedGetObjectMetric,
  FailedGetExternalMetric,
  ScaleUpLimit,
  ScaleDownLimit,
  TooManyReplicas,
  TooFewReplicas,
  DesiredWithinRange,
  ScaledToZero,
  NotScaledToZero,
  /** Fewer pods are ready than the policy's {@code minReadyPercent}. */
  TooFewReadyPods,
  /** A metric keeps failing, and its fallback replicas count. */
  FallbackExists,
  /** No metric's fallback replicas count. */
  NoFallbackFound,
  /** Event: replicas were changed. */
  SuccessfulRescale,
  /** Event: replicas could not be changed. */
  FailedRescale,
  /** Event: the metrics gave no decision. */
  FailedComputeMetricsReplicas,
  /** The nodes have no room for the pods of all the replicas. */
  InsufficientCapacity,
  /** A ResourceQuota leaves no room for the pods of all the replicas. */
  QuotaExceeded,
  /** The policy is invalid; the last good version stays in force. */
  InvalidPolicy,
  /** The policy's text is in force again. */
  ValidPolicy,
  /** The policy is paused; no decisions are made. */
  Paused,
  /** The target's pods cannot run on the configured architectures. */
  UnsupportedArchitecture;

  /** The reason for a metric of this kind that could not be worked out. */
  static Reason failedToGet(MetricSpec spec) {
    return switch (spec) {
      case MetricSpec.Resource m -> FailedGetResourceMetric;
      case MetricSpec.ContainerResource m -> FailedGetContainerResourceMetric;
      case MetricSpec.Pods m -> FailedGetPodsMetric;
      case MetricSpec.ObjectMetric m -> FailedGetObjectMetric;
      case MetricSpec.External m -> FailedGetExternalMetric;
    };
  }

  /**
   * What a condition with this reason says where nothing of the decision has to be told with it.
   */
  String message() {
    return switch (this) {
      case SucceededGetScale -> "the HPA controller was able to get the target's current scale";
      case ReadyForNewScale -> "recommended size matches current size";
      case ScaleUpStabilized ->
          "recent recommendations were lower than current one, applying the lowest recent recommendation";
      case ScaleDownStabilized ->
          "recent recommendations were higher than current one, applying the highest recent recommendation";
      case ScalingDisabled -> "scaling is disabled since the replica count of the target is zero";
      case ScaleUpLimit ->
          "the desired replica count is increasing faster than the maximum scale rate";
      case ScaleDownLimit ->
          "the desired replica count is decreasing faster than the maximum scale rate";
      case TooManyReplicas -> "the desired replica count is more than the maximum replica count";
      case TooFewReplicas -> "the desired replica count is less than the minimum replica count";
      case DesiredWithinRange -> "the desired count is within the acceptable range";
      case ScaledToZero -> "the HPA controller scaled the workload to zero";
      case NotScaledToZero -> "the HPA controller did not scale the workload to zero";
      case TooFewReadyPods -> "too few pods of the target are ready to judge it by its metrics";
      case FallbackExists -> "a metric keeps failing, so its fallback counts";
      case NoFallbackFound -> "no metric needs its fallback";
      case Paused -> "the policy is paused";
      case ValidPolicy -> "the policy is in force";
      case FailedGetScale,
          SucceededRescale,
          FailedUpdateScale,
          ValidMetricFound,
          InvalidSelector,
          AmbiguousSelector,
          FailedGetResourceMetric,
          FailedGetContainerResourceMetric,
          FailedGetPodsMetric,
          FailedGetObjectMetric,
          FailedGetExternalMetric,
          SuccessfulRescale,
          FailedRescale,
          FailedComputeMetricsReplicas,
          InsufficientCapacity,
          QuotaExceeded,
          InvalidPolicy,
          UnsupportedArchitecture ->
          "";
    };
  }
}
