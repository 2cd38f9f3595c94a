package dev.flyball.benchmarks.rig;

import java.util.Map;

/**
 * What was measured with one number of policies. A cycle is one period.
 *
 * @param policies policies, each with a target of its own
 * @param pods pods before the step
 * @param namespaces namespaces that they are spread over
 * @param periodSeconds how often each policy is evaluated
 * @param javaOptions options of the controller's JVM beside the launcher's
 * @param readySeconds from the start of the process until it had read the cluster
 * @param readyCpuSeconds CPU seconds that it used until then
 * @param steady the steady state
 * @param step after the load has gone up on all targets at once
 * @param process the process at the end
 */
public record ScaleResult(
    int policies,
    int pods,
    int namespaces,
    double periodSeconds,
    String javaOptions,
    double readySeconds,
    double readyCpuSeconds,
    Steady steady,
    Step step,
    ProcessStat process) {
  /**
   * Evaluations that change nothing.
   *
   * @param seconds how long it was measured
   * @param cpuSecondsPerSecond CPU seconds a wall second
   * @param cpuSecondsPerCycle CPU seconds a cycle
   * @param lateness how late evaluations came
   * @param requests to the API server a cycle, by verb and resource
   * @param gcPauses pauses for garbage collection
   * @param gcTotalMillis their sum
   * @param gcLongestMillis the longest
   * @param allocatedMibPerSecond memory allocated
   * @param rssMib memory held at its end
   */
  public record Steady(
      double seconds,
      double cpuSecondsPerSecond,
      double cpuSecondsPerCycle,
      Lateness lateness,
      Map<String, Requests> requests,
      int gcPauses,
      double gcTotalMillis,
      double gcLongestMillis,
      double allocatedMibPerSecond,
      double rssMib) {
    public Steady {
      requests = Map.copyOf(requests);
    }
  }

  /**
   * Requests of one verb on one resource, a cycle.
   *
   * @param count requests
   * @param bytesSent bytes of their bodies
   * @param bytesReceived bytes of the answers' bodies as they went over the wire; those of watches
   *     count when a watch ends
   */
  public record Requests(double count, double bytesSent, double bytesReceived) {}

  /**
   * A step of the load on all targets at once.
   *
   * @param factor by how much the load went up
   * @param written targets whose scale was written
   * @param half seconds until half of all targets were written; -1 where that did not happen
   * @param most seconds until 95 % were
   * @param all seconds until all were
   * @param cpuSeconds CPU seconds of the controller until then
   * @param lateness how late evaluations came
   */
  public record Step(
      double factor,
      int written,
      double half,
      double most,
      double all,
      double cpuSeconds,
      Lateness lateness) {}
}
