package dev.flyball.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the image holds, with the image's flags, told that it has 128 MiB, as a pod that reaches its
 * API server over TLS: how it starts and what it needs.
 */
class ImageIT {
  /** Until it is ready; on the clock that depends on what else the machine does. */
  private static final double READY_CPU_SECONDS = 4;

  private static final double CACHED = 0.99;
  private static final Duration LOAD = Duration.ofMinutes(2);
  private static final int SAMPLES = 12;

  /** What is left of room where more is read ahead than on any node. */
  private static final int ROOM_MIB = 16;

  /** Pages a second that are read again: more, and it works for its memory alone. */
  private static final int MAX_FAULTS_A_SECOND = 10;

  private static final long OWN_KIB = Image.LIMIT_MIB * 1024L * 3 / 4;
  private static final long RESIDENT_KIB = 160 * 1024;

  private static Image image;

  @BeforeAll
  static void layOut() {
    image = Image.layOut();
  }

  /**
   * A training run that left out a part of the start would not fail; it would show in the time, and
   * in classes that come from jars. Generated ones count for neither.
   */
  @Test
  void nearlyAllClassesOfTheStartComeFromTheCache() throws Exception {
    Path classes = TestingHelm.temporary("classes", ".log");
    try (SmallCluster cluster = new SmallCluster();
        ControllerProcess controller =
            new ControllerProcess(image, cluster, List.of("-Xlog:class+load:file=" + classes))) {
      double seconds = controller.awaitReady();
      double cpuSeconds = controller.cpuSeconds();
      controller.apiPort();
      List<String> loaded = TestingHelm.read(classes).lines().toList();
      long cached = loaded.stream().filter(l -> l.contains("source: shared objects file")).count();
      List<String> others =
          loaded.stream()
              .filter(l -> l.contains("source: file:") || l.contains("source: jrt:"))
              // Of a version of class files that is too old for the cache.
              .filter(l -> !l.contains(" picocli."))
              .toList();
      System.out.printf(
          "Ready after %.2f s and %.2f s of CPU; %d classes of the cache, %d others%n",
          seconds, cpuSeconds, cached, others.size());
      assertThat(cached).isGreaterThan(1000);
      assertThat(cached / (double) (cached + others.size()))
          .as("others: %s", others)
          .isGreaterThan(CACHED);
      assertThat(cpuSeconds).as("CPU seconds to readiness").isLessThan(READY_CPU_SECONDS);
    }
  }

  /**
   * What ten policies and 50 pods need of a container of 128 MiB, in two minutes in which replicas
   * change, pods are scraped every 5 s, the metrics APIs answer over TLS, and probes and Prometheus
   * ask.
   *
   * <p>Where this process may make a cgroup, it runs under that limit without swap, as in the
   * container, on a disk of which as much is read ahead as on a node ({@link ReadAhead}): it must
   * not be killed, goes on answering, and pages of files that were dropped are hardly ever read
   * again. In any case the pages which the kernel cannot take away (the process's own, tables of
   * pages, stacks in the kernel) are at most three quarters of 128 MiB, so that a quarter is left
   * for pages of files, the JVM's and those of the AOT cache, which the kernel drops where the
   * limit is near and reads again. Without a limit, where it drops none, all together stays below
   * {@link #RESIDENT_KIB}.
   */
  @Test
  void tenPoliciesAndFiftyPodsStayInside128MiB() throws Exception {
    try (ReadAhead readAhead = ReadAhead.usual(image.app())) {
      stayInside(Image.LIMIT_MIB + (readAhead.isExcessive() ? ROOM_MIB : 0));
    }
  }

  private static void stayInside(int mib) throws Exception {
    Optional<MemoryLimit> limit = MemoryLimit.of(mib);
    if (limit.isPresent()) {
      image.forget();
    }
    try (SmallCluster cluster = new SmallCluster();
        ControllerProcess controller = new ControllerProcess(image, cluster, limit);
        Callers callers = new Callers(controller.webPort(), controller.apiPort())) {
      awaitSeries(cluster, controller);
      long faults = controller.majorFaults();
      long writes = cluster.scaleWrites();
      double collecting = controller.metric("jvm_gc_collection_seconds_sum");
      double scrapes = controller.metric("flyball_scrapes_total{result=\"ok\"");
      long own = 0;
      for (int i = 0; i < SAMPLES; i++) {
        callers.call(LOAD.dividedBy(SAMPLES));
        ResidentSet sample = ResidentSet.of(controller.pid());
        own = Math.max(own, sample.anonymous() + sample.kernel());
      }
      ResidentSet resident = ResidentSet.of(controller.pid());
      Map<String, Long> parts = ResidentSet.byMapping(controller.pid());
      System.out.printf(
          "KiB in %d s of load: %d own; resident: %s%nof which %s%n",
          LOAD.toSeconds(), own, resident, parts);
      long again = controller.majorFaults() - faults;
      System.out.printf(
          "Under a limit: %s; times that memory was taken back: %d; pages read again in %d s: %d%n",
          limit.isPresent() ? mib + " MiB" : "no",
          limit.map(MemoryLimit::reclaims).orElse(0L),
          LOAD.toSeconds(),
          again);

      assertThat(limit.map(MemoryLimit::kills).orElse(0L)).as("kills for memory").isZero();
      assertThat(again).as("pages read again").isLessThan(MAX_FAULTS_A_SECOND * LOAD.toSeconds());
      assertThat(controller.isAlive()).as(controller.log()).isTrue();
      assertThat(callers.problems()).isEmpty();
      assertThat(callers.answers()).as("answers").isGreaterThan((int) LOAD.toSeconds() * 10);
      // The load on each workload steps up and down once a minute.
      assertThat(cluster.scaleWrites() - writes)
          .as("changes of replicas")
          .isGreaterThanOrEqualTo(2 * SmallCluster.WORKLOADS);
      assertThat(controller.metric("flyball_scrapes_total{result=\"ok\"") - scrapes)
          .as("scrapes")
          .isGreaterThan(0.9 * SmallCluster.LEAST_PODS * LOAD.toSeconds() / 5);
      // Memory is not saved by collecting garbage all the time.
      assertThat(controller.metric("jvm_gc_collection_seconds_sum") - collecting)
          .as("seconds of collecting garbage")
          .isLessThan(0.02 * LOAD.toSeconds());
      assertThat(own).as("KiB; resident: %s", parts).isLessThan(OWN_KIB);
      assertThat(resident.peak()).as("KiB; resident: %s", parts).isLessThan(RESIDENT_KIB);
    } finally {
      limit.ifPresent(MemoryLimit::close);
    }
  }

  /** Until each pod has been scraped a few times, there are no rates to answer with. */
  private static void awaitSeries(SmallCluster cluster, ControllerProcess controller)
      throws IOException, InterruptedException {
    controller.awaitReady();
    while (controller.metric("flyball_scrapes_total{result=\"ok\"") < 3 * cluster.pods()) {
      controller.pause("scraped pods");
    }
  }
}
