package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.PodUsageSource.ContainerUsage;
import dev.flyball.controller.cluster.PodUsageSource.Sample;

/** Makes samples of usage. */
public final class TestingUsage {
  private TestingUsage() {}

  /** What a pod uses of one resource, all of it in one container. */
  public static Sample of(
      String pod, String resource, String container, long milli, long at, int window) {
    long cpu = resource.equals("cpu") ? milli : PodUsageSource.MISSING;
    long memory = resource.equals("memory") ? milli : PodUsageSource.MISSING;
    return new Sample(
        pod,
        at,
        window,
        cpu,
        memory,
        new ContainerUsage(new String[] {container}, new long[] {cpu}, new long[] {memory}));
  }
}
