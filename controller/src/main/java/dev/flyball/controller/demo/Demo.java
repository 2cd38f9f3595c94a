package dev.flyball.controller.demo;

import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.policy.Policy;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A run of the demo, from its first line to its verdict. */
public final class Demo {
  private static final Duration FRAME = Duration.ofMillis(250);

  /** For the pods and the controller to come up, on a slow machine. */
  private static final double STARTUP_SECONDS = 30;

  /**
   * For pods to start and become ready, and for samples of theirs to be measured, scraped and
   * looked at after that: what passes as fast as the demo runs.
   */
  private static final double FIRST_SAMPLES_SECONDS = 60;

  private static final double LEAST_SLACK_SECONDS = 8;

  /** Slack in periods of the policy's rate limits. */
  private static final double SLACK_PERIODS = 0.5;

  private final DemoOptions options;
  private final Manifests manifests;
  private final DemoScreen screen;
  private final Interruption interruption;
  private final long startNanos = System.nanoTime();
  private final LoadPlan plan;
  private final Expectation expectation;
  private final Recorder recorder;
  private long loadNanos;

  private Demo(DemoOptions options, DemoScreen screen, Interruption interruption) {
    this.options = options;
    this.screen = screen;
    this.interruption = interruption;
    this.manifests = new Manifests(options.speed());
    Policy policy = manifests.readPolicy();
    this.plan = LoadPlan.of(policy);
    List<ReplicaChange> forecast = Forecast.of(policy, plan, manifests.readSettings());
    double slack = Math.max(LEAST_SLACK_SECONDS, SLACK_PERIODS * manifests.seconds(60));
    this.expectation = new Expectation(policy.minReplicas(), forecast, slack);
    this.recorder = new Recorder(ZoneId.systemDefault(), plan.cycle());
  }

  /** Runs the demo until its time is over or the user ends it, and gives its exit code. */
  public static int run(DemoOptions options) {
    // The logs of a demo go to a file; nothing has been logged before.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty(
          "logback.configurationFile", "dev/flyball/controller/demo/logback-demo.xml");
    }
    Interruption interruption = Interruption.install();
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    boolean live = !options.plain() && isTerminal();
    Verdict verdict;
    try (DemoScreen screen =
        live ? new LiveScreen(out, new TerminalSize()) : new PlainScreen(out)) {
      verdict = new Demo(options, screen, interruption).play();
    } catch (DemoException e) {
      verdict = new Verdict(Verdict.Kind.FAILED, String.valueOf(e.getMessage()));
    }
    out.println(
        switch (verdict.kind()) {
              case FOLLOWED -> "ok: ";
              case FAILED -> "failed: ";
              case TOO_SHORT -> "too short: ";
              case INTERRUPTED -> "interrupted: ";
            }
            + verdict.message());
    out.flush();
    return interruption.finish(verdict.exitCode());
  }

  // From JDK 25 on it is null again where input and output are no terminal.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private Verdict play() {
    introduce();
    boolean interrupted;
    Optional<PolicyReport> last;
    try (DemoWorld world = new DemoWorld(options)) {
      world.start(manifests);
      Optional<Verdict.Kind> ended = awaitReady(world);
      if (ended.isPresent()) {
        return new Verdict(ended.get(), "ended before the application was ready");
      }
      loadNanos = System.nanoTime();
      if (options.generateLoad()) {
        world.load(plan);
      }
      interrupted = watch(world);
      last = world.report();
      screen.close();
    }
    return conclude(interrupted, last);
  }

  private void introduce() {
    screen.tell(title());
    if (options.generateLoad()) {
      screen.tell(
          String.format(
              Locale.ROOT,
              "The load goes from %.0f to %.0f requests/s and back in %.0f s, again and again; the"
                  + " policy calls for %s replicas within about %.0f s.",
              plan.low(),
              plan.high(),
              plan.cycle(),
              ReplicaChange.path(expectation.start(), expectation.changes()),
              expectation.changes().getLast().seconds()));
      options
          .runFor()
          .filter(time -> time.toMillis() / 1000.0 < expectation.completeAt())
          .ifPresent(time -> screen.tell("That is more than --for leaves it."));
    }
  }

  private String title() {
    double speed = options.speed();
    if (speed == 1) {
      return "Flyball demo, at the article's own speed: windows of 60 s and 300 s";
    }
    return String.format(
        Locale.ROOT,
        "Flyball demo, %s times as fast: windows of 60 s and 300 s take %d s and %d s",
        speed == Math.rint(speed) ? Long.toString((long) speed) : Double.toString(speed),
        manifests.seconds(60),
        manifests.seconds(300));
  }

  /** Waits for the pods and the first decision; tells how it ended where it ended before. */
  private Optional<Verdict.Kind> awaitReady(DemoWorld world) {
    double samples = FIRST_SAMPLES_SECONDS / options.speed();
    screen.tell(
        String.format(
            Locale.ROOT,
            "The application starts; the first samples of its pods take up to %.0f s.",
            samples));
    while (!world.isReady()) {
      if (elapsedSeconds() > STARTUP_SECONDS + samples) {
        throw new DemoException(
            String.format(
                Locale.ROOT,
                "the application or the controller was not ready within %.0f s; %s",
                STARTUP_SECONDS + samples,
                world.report().map(Demo::conditions).orElse("the controller knows no policy")));
      }
      if (interruption.within(Duration.ofMillis(50))) {
        return Optional.of(Verdict.Kind.INTERRUPTED);
      }
      if (isOver()) {
        return Optional.of(Verdict.Kind.TOO_SHORT);
      }
    }
    return Optional.empty();
  }

  private double elapsedSeconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** Whether the time to run is over. */
  private boolean isOver() {
    return options.runFor().filter(time -> elapsedSeconds() >= time.toMillis() / 1e3).isPresent();
  }

  private static String conditions(PolicyReport report) {
    return "the policy's conditions are " + report.conditions();
  }

  /** Looks and shows until the time is over; true when the user ended it. */
  private boolean watch(DemoWorld world) {
    List<String> hints =
        List.of(
            (options.generateLoad() ? "Add load: " : "Make load: ")
                + "ab -n 10000 -c 100 "
                + world.balancerUrl(),
            "Ctrl-C ends",
            "dashboard: " + world.webUrl());
    screen.tell(String.join("; ", hints));
    while (true) {
      double seconds = (System.nanoTime() - loadNanos) / 1e9;
      recorder.observe(seconds, world.replicas(), world.readyPods(), world.report());
      screen.show(recorder.model(title(), hints, seconds, plan.perReplica()));
      if (interruption.within(FRAME)) {
        return true;
      }
      if (isOver()) {
        return false;
      }
    }
  }

  private Verdict conclude(boolean interrupted, Optional<PolicyReport> last) {
    double elapsed = (System.nanoTime() - loadNanos) / 1e9;
    List<ReplicaChange> changes = recorder.changes();
    for (ReplicaChange change : changes) {
      screen.tell(
          String.format(
              Locale.ROOT,
              "%7.1f s  replicas %d -> %d",
              change.seconds(),
              change.from(),
              change.to()));
    }
    if (options.generateLoad()) {
      return expectation.judge(changes, elapsed, interrupted);
    }
    boolean active =
        last.isPresent()
            && last.get().problems().isEmpty()
            && last.get().conditions().stream()
                .filter(c -> c.type() == ConditionType.ScalingActive)
                .allMatch(Condition::status);
    return active
        ? expectation.judgeUnplanned(changes, interrupted)
        : new Verdict(
            Verdict.Kind.FAILED,
            last.map(Demo::conditions).orElse("the controller gives no answer"));
  }
}
