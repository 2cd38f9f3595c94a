package dev.flyball.benchmarks.rig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Measures how soon the controller's process answers a step of the load: Deployments that serve the
 * load of two pods get that of six at a random moment of the scrape interval.
 */
public final class ReactionRig {
  private static final Duration TICK = Duration.ofMillis(20);

  private final ReactionOptions options;
  private final Progress progress = Progress.onStandardError();
  // Phases differ from run to run but not from one start of the rig to the next.
  private final SplittableRandom random = new SplittableRandom(5);

  /** A rig that has not begun. */
  public ReactionRig(ReactionOptions options) {
    this.options = options;
  }

  /**
   * Measures all runs.
   *
   * @throws RigException when they cannot be measured
   */
  public ReactionResult run() {
    try (RunFolder folder = RunFolder.open();
        ReactionWorld world = world(folder)) {
      progress.tell("starts the controller", "");
      world.start();
      List<ReactionResult.Run> runs = new ArrayList<>();
      try (ControllerProcess controller =
          ControllerProcess.start(
              folder, world.kubeconfig(), List.of("-Xmx128m"), List.of("--no-metrics-api"))) {
        controller.awaitReady();
        while (runs.size() < options.runs()) {
          runs.addAll(round(world, runs.size()));
        }
      }
      progress.end();
      return new ReactionResult(
          options.real() ? "kube-apiserver" : "minicluster",
          options.scrape().toMillis() / 1000.0,
          options.window().toMillis() / 1000.0,
          options.upWindow().toSeconds(),
          (double) ReactionWorld.TO / ReactionWorld.FROM,
          ReactionWorld.FROM,
          ReactionWorld.TO,
          runs);
    }
  }

  private ReactionWorld world(RunFolder folder) {
    return options.real()
        ? new RealReactionWorld(options, folder)
        : new MiniclusterReactionWorld(options);
  }

  private List<ReactionResult.Run> round(ReactionWorld world, int done) {
    int count = Math.min(options.parallel(), options.runs() - done);
    List<ReactionTarget> targets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      targets.add(world.add(done + i));
    }
    targets.forEach(world::awaitReady);
    progress.tell("fills the windows", done + " of " + options.runs() + " runs done");
    // Long enough for a full window of samples at the old rate, and a decision on it.
    Waiting.pause(options.window().plus(options.scrape().multipliedBy(2)));
    steps(targets, done);
    // A recommendation that dips while pods come up begins the window of the policy anew.
    Duration windows = options.window().plus(options.upWindow()).multipliedBy(3);
    Duration limit = windows.plusSeconds(20);
    Waiting.until(
        limit,
        TICK,
        () -> {
          long full = targets.stream().filter(ReactionTarget::isFull).count();
          progress.tell("waits for the full size", full + " of " + count + " targets");
          return full == count;
        });
    List<ReactionResult.Run> runs = targets.stream().map(ReactionTarget::result).toList();
    targets.forEach(world::remove);
    return runs;
  }

  /** Steps each target at a moment of its own within one scrape interval. */
  private void steps(List<ReactionTarget> targets, int done) {
    record Moment(long nanos, ReactionTarget target) {}
    long start = System.nanoTime();
    List<Moment> moments = new ArrayList<>();
    for (ReactionTarget target : targets) {
      moments.add(new Moment(random.nextLong(options.scrape().toNanos()), target));
    }
    moments.sort(Comparator.comparingLong(Moment::nanos));
    for (Moment moment : moments) {
      long left = start + moment.nanos() - System.nanoTime();
      if (left > 0) {
        Waiting.pause(Duration.ofNanos(left));
      }
      moment.target().step();
    }
    progress.tell("steps the load", done + " of " + options.runs() + " runs done");
  }
}
