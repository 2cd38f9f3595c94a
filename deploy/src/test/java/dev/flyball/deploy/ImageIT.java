package dev.flyball.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the image holds, with the image's flags, told that it has 128 MiB, as a pod that reaches its
 * API server over TLS: how it starts and what it needs.
 */
class ImageIT {
  /**
   * From the start of the process; what is aimed at is 1.5 s on a machine with nothing else to do.
   */
  private static final double READY_SECONDS = 5;

  private static final double CACHED = 0.98;
  private static final Duration LOAD = Duration.ofMinutes(2);
  private static final int SAMPLES = 12;
  private static final long LIMIT_KIB = Image.LIMIT_MIB * 1024L;
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
      controller.apiPort();
      List<String> loaded = TestingHelm.read(classes).lines().toList();
      long cached = loaded.stream().filter(l -> l.contains("source: shared objects file")).count();
      List<String> others =
          loaded.stream()
              .filter(l -> l.contains("source: file:") || l.contains("source: jrt:"))
              .toList();
      System.out.printf(
          "Ready after %.2f s; %d classes of the cache, %d others%n",
          seconds, cached, others.size());
      assertThat(cached).isGreaterThan(1000);
      assertThat(cached / (double) (cached + others.size()))
          .as("others: %s", others)
          .isGreaterThan(CACHED);
      assertThat(seconds).as("seconds to readiness").isLessThan(READY_SECONDS);
    }
  }

  /**
   * Ten policies and 50 pods fit into a container of 128 MiB: two minutes in which replicas change,
   * pods are scraped every 5 s, the metrics APIs answer over TLS, and probes and Prometheus ask.
   *
   * <p>No limit is set, which would need rights over cgroups; what one would be charged with is
   * added up instead. These pages the kernel cannot take away: the process's own, at their most of
   * samples every 10 s, tables of pages, and stacks in the kernel; there is no swap in a cluster.
   * To them come those pages of files (the JVM, the AOT cache, jars) that were touched in the two
   * minutes, which it would have to read again. Their sum is at most 128 MiB. What a container is
   * charged with beyond it are pages of files that were touched at the start alone, which the
   * kernel drops where the limit is near; that all together stays below {@link #RESIDENT_KIB} keeps
   * them from growing unseen. Not counted are the buffers of sockets, some tens of KiB.
   */
  @Test
  void tenPoliciesAndFiftyPodsStayWithinTheLimit() throws Exception {
    try (SmallCluster cluster = new SmallCluster();
        ControllerProcess controller = new ControllerProcess(image, cluster, List.of());
        Callers callers = new Callers(controller.webPort(), controller.apiPort())) {
      awaitSeries(cluster, controller);
      long writes = cluster.scaleWrites();
      double collecting = controller.metric("jvm_gc_collection_seconds_sum");
      double scrapes = controller.metric("flyball_scrapes_total{result=\"ok\"");
      ResidentSet.watchPages(controller.pid());
      long own = 0;
      for (int i = 0; i < SAMPLES; i++) {
        callers.call(LOAD.dividedBy(SAMPLES));
        ResidentSet sample = ResidentSet.of(controller.pid());
        own = Math.max(own, sample.anonymous() + sample.kernel());
      }
      long files = ResidentSet.touchedFilePages(controller.pid());
      ResidentSet resident = ResidentSet.of(controller.pid());
      Map<String, Long> parts = ResidentSet.byMapping(controller.pid());
      System.out.printf(
          "KiB in %d s of load: %d own, %d of files that were touched; resident: %s%nof which %s%n",
          LOAD.toSeconds(), own, files, resident, parts);

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
      assertThat(own + files).as("KiB; resident: %s", parts).isLessThanOrEqualTo(LIMIT_KIB);
      assertThat(resident.peak()).as("KiB; resident: %s", parts).isLessThan(RESIDENT_KIB);
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
