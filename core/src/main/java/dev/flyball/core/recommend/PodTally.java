package dev.flyball.core.recommend;

import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.observe.PodSamples;
import dev.flyball.core.observe.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the pods of a target by what their sample is worth, and sums what the formulas need.
 *
 * <p>Failed pods and pods being deleted are ignored; pending ones are unready; of the others, those
 * without a sample are missing. A CPU sample counts only once the pod is past its initialization:
 * work done at start-up says nothing about load.
 */
final class PodTally {
  private static final byte READY = 0;
  private static final byte UNREADY = 1;
  private static final byte MISSING = 2;
  private static final byte IGNORED = 3;

  private long cpuInitializationMillis;
  private long initialReadinessMillis;
  private byte[] groups = new byte[16];

  int ready;
  int unready;
  int missing;
  int ignored;

  /** Usable samples: those of ready pods, and those of pods that are not known. */
  int samples;

  /** The sum of the usable samples. */
  long sampleMilli;

  /** The sum of the usable samples of known pods; those are the ready ones. */
  long matchedMilli;

  /** The requests of the ready pods. */
  long requestMilli;

  long missingRequestMilli;
  long unreadyRequestMilli;

  /**
   * What the missing pods would use at their whole request, or at the target where that is more.
   */
  long missingFullMilli;

  private String missingRequest = "";

  void begin(MetricRules rules) {
    cpuInitializationMillis = rules.cpuInitializationMillis();
    initialReadinessMillis = rules.initialReadinessMillis();
  }

  void count(PodColumns pods, PodSamples column, boolean cpu, long nowMillis) {
    int size = pods.size();
    if (column.size() != size) {
      throw new IllegalArgumentException(column.size() + " sample rows beside " + size + " pods");
    }
    if (groups.length < size) {
      groups = new byte[size + (size >> 1)];
    }
    ready = 0;
    unready = 0;
    missing = 0;
    ignored = 0;
    matchedMilli = 0;
    for (int i = 0; i < size; i++) {
      byte group = group(pods, i, column, cpu, nowMillis);
      groups[i] = group;
      switch (group) {
        case READY -> {
          ready++;
          matchedMilli += column.milli(i);
        }
        case UNREADY -> unready++;
        case MISSING -> missing++;
        default -> ignored++;
      }
    }
    samples = ready + column.unmatched();
    sampleMilli = matchedMilli + column.unmatchedMilli();
  }

  private byte group(PodColumns pods, int pod, PodSamples column, boolean cpu, long nowMillis) {
    PodPhase phase = pods.phase(pod);
    if (pods.deleted(pod) || phase == PodPhase.Failed) {
      return IGNORED;
    }
    if (phase == PodPhase.Pending) {
      return UNREADY;
    }
    if (!column.has(pod)) {
      return MISSING;
    }
    return cpu && initializing(pods, pod, column, nowMillis) ? UNREADY : READY;
  }

  private boolean initializing(PodColumns pods, int pod, PodSamples column, long nowMillis) {
    Readiness readiness = pods.readiness(pod);
    long startedAt = pods.startedAt(pod);
    if (readiness == Readiness.Absent || startedAt == PodColumns.NO_TIME) {
      return true;
    }
    boolean notReady = readiness == Readiness.False;
    long readySince = pods.readySince(pod);
    if (startedAt + cpuInitializationMillis > nowMillis) {
      // A sample that reaches back before the last change of readiness may hold start-up work.
      return notReady || column.at(pod) < readySince + column.window(pod);
    }
    return notReady && startedAt + initialReadinessMillis > readySince;
  }

  /**
   * Sums the requests that a utilization is a share of.
   *
   * @return false when any pod, ignored ones included, has no such request
   */
  // Pods of one template share one instance; equal ones that do not only cost a look-up.
  @SuppressWarnings("ReferenceEquality")
  boolean addRequests(PodColumns pods, String resource, @Nullable String container, int target) {
    int fullPercent = Math.max(100, target);
    requestMilli = 0;
    missingRequestMilli = 0;
    unreadyRequestMilli = 0;
    missingFullMilli = 0;
    PodRequests shape = null;
    long request = 0;
    for (int i = 0; i < pods.size(); i++) {
      if (pods.requests(i) != shape) {
        shape = pods.requests(i);
        request =
            container == null ? shape.ofPod(resource) : shape.ofContainer(resource, container);
        if (request == PodRequests.NONE) {
          missingRequest = shape.describeMissing(resource, container, pods.name(i));
          return false;
        }
      }
      switch (groups[i]) {
        case READY -> requestMilli += request;
        case UNREADY -> unreadyRequestMilli += request;
        case MISSING -> {
          missingRequestMilli += request;
          missingFullMilli += request * fullPercent / 100;
        }
        default -> {}
      }
    }
    return true;
  }

  /** Says which request {@link #addRequests} missed. */
  String missingRequest() {
    return missingRequest;
  }
}
