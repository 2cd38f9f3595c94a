package dev.flyball.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.cluster.HpaInfo;
import dev.flyball.controller.cluster.ResourceNames;
import dev.flyball.controller.cluster.ScaleAccess;
import dev.flyball.controller.cluster.TargetInfo;
import dev.flyball.controller.cluster.TestingApiClient;
import dev.flyball.controller.config.ConfigMapText;
import dev.flyball.controller.config.Settings;
import dev.flyball.controller.moving.HpaImport;
import dev.flyball.controller.moving.ImportedPolicy;
import dev.flyball.controller.recorded.RecordedClock;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions.Mode;
import dev.flyball.core.policy.ScaleTargetRef;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Runs imported policies in DryRun beside an HPA that decides what the real one was recorded
 * deciding.
 */
class HpaAgreementTest {
  private static final List<RecordedHpa> RECORDED = RecordedHpa.all();
  private static Vertx vertx = Vertx.vertx();

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** A loop with an imported policy, in a cluster with the recorded HPA. */
  private static final class World implements ScaleAccess {
    final RecordedHpa recorded;
    final Context context = vertx.getOrCreateContext();
    final ControlLoop loop;
    final AtomicInteger writes = new AtomicInteger();
    final String policy;
    private final RecordedClock clock = new RecordedClock();

    World(RecordedHpa recorded) throws Exception {
      this.recorded = recorded;
      ImportedPolicy imported =
          new HpaImport(Settings.DEFAULT, Mode.DryRun)
              .all(List.of(recorded.scenario().hpa(RecordedHpa.NAMESPACE)), "")
              .getFirst();
      assertThat(imported.problems()).as(recorded.scenario().id()).isEmpty();
      this.policy = imported.text();
      this.loop =
          new ControlLoop(vertx, context, ports(), target -> true, () -> Future.succeededFuture());
      recorded.goTo(0);
      clock.goTo(recorded.nowMillis());
      onLoop(
          () -> {
            loop.start();
            loop.listener()
                .settings(
                    text("flyball-settings", "settings.yaml", recorded.scenario().settings()));
            loop.listener().target(recorded.target());
            loop.listener().hpa(recorded.created());
            loop.listener().policies(text("web", "web", policy), "uid");
            loop.listener().synced();
            return null;
          });
    }

    private static ConfigMapText text(String name, String key, String text) {
      return new ConfigMapText(
          RecordedHpa.NAMESPACE,
          name,
          Map.of("flyball.dev/type", name.equals("web") ? "policy" : "settings"),
          Map.of(key, text),
          "1");
    }

    private LoopPorts ports() {
      return new LoopPorts(
          this,
          recorded,
          new ResourceNames(new TestingApiClient()),
          (settings, held, pods) -> recorded,
          Leadership.ALWAYS,
          new StatusStore() {
            @Override
            public Future<KeptStatuses> load(String namespace, String configMap, String ownerUid) {
              return Future.succeededFuture(KeptStatuses.NONE);
            }

            @Override
            public Future<Void> save(
                String namespace, String configMap, String ownerUid, Contents contents) {
              return Future.succeededFuture();
            }
          },
          (id, target, warning, reason, message) -> {},
          LoopMetrics.NONE,
          clock,
          1 << 20);
    }

    @Override
    public Future<TargetInfo> read(String namespace, ScaleTargetRef ref) {
      return Future.succeededFuture(recorded.target());
    }

    @Override
    public Future<TargetInfo> write(
        String namespace, ScaleTargetRef ref, String resourceVersion, int replicas) {
      writes.incrementAndGet();
      return Future.failedFuture("a policy in DryRun writes nothing");
    }

    <T> T onLoop(Callable<T> action) throws Exception {
      CompletableFuture<T> done = new CompletableFuture<>();
      context.runOnContext(
          v -> {
            try {
              done.complete(action.call());
            } catch (Exception | AssertionError e) {
              done.completeExceptionally(e);
            }
          });
      return done.get(20, TimeUnit.SECONDS);
    }

    /** Goes to the next step, in which the HPA decides; gives whether it said so. */
    boolean step(int number, HpaInfo before) throws Exception {
      return onLoop(
          () -> {
            recorded.goTo(number);
            clock.goTo(recorded.nowMillis());
            loop.listener().podsListing();
            recorded.pods().forEach(loop.listener()::pod);
            loop.listener().podsListed();
            loop.listener().target(recorded.target());
            HpaInfo decided = recorded.decided();
            loop.listener().hpa(decided);
            return !decided.equals(before);
          });
    }

    PolicyReport report() throws Exception {
      return loop.snapshot()
          .toCompletionStage()
          .toCompletableFuture()
          .get(20, TimeUnit.SECONDS)
          .policies()
          .iterator()
          .next();
    }

    /**
     * What was compared, once it was so many decisions. A snapshot is taken anew each quarter of a
     * second, so that the clock has to go on; the recorded steps are seconds apart.
     */
    AgreementReport agreementAfter(long decisions) throws Exception {
      AgreementReport report = report().agreement().orElse(null);
      for (int i = 0; i < 15 && (report == null || compared(report) < decisions); i++) {
        for (int turns = 0; turns < 20; turns++) {
          onLoop(() -> 0);
        }
        clock.advance(250);
        report = report().agreement().orElse(null);
      }
      assertThat(report).as(recorded.scenario().id()).isNotNull();
      assertThat(compared(report))
          .as("%s: %s", recorded.scenario().id(), report)
          .isEqualTo(decisions);
      return report;
    }

    private static long compared(AgreementReport report) {
      return report.agreed() + report.differed() + report.uncertain();
    }

    void end() throws Exception {
      onLoop(() -> loop.close())
          .toCompletionStage()
          .toCompletableFuture()
          .get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void anImportedPolicyAgreesWithEveryRecordedDecision() throws Exception {
    assertThat(RECORDED).hasSizeGreaterThan(40);
    long compared = 0;
    for (RecordedHpa recorded : RECORDED) {
      World world = new World(recorded);
      Policy policy = world.report().policy().orElseThrow();
      Policy wanted = recorded.scenario().policy();
      assertThat(policy.metrics()).isEqualTo(wanted.metrics());
      assertThat(policy.behavior()).isEqualTo(wanted.behavior());
      long decisions = 0;
      HpaInfo before = recorded.created();
      for (int i = 0; i < recorded.scenario().steps(); i++) {
        decisions += world.step(i, before) ? 1 : 0;
        before = recorded.decided();
        AgreementReport report = world.agreementAfter(decisions);
        assertThat(report.differences()).as("%s, step %d", recorded.scenario().id(), i).isEmpty();
      }
      AgreementReport report = world.agreementAfter(decisions);
      assertThat(report.agreed()).isEqualTo(decisions).isPositive();
      assertThat(world.writes).hasValue(0);
      compared += decisions;
      world.end();
    }
    assertThat(compared).isGreaterThan(1_000);
    System.out.printf(
        "imported policies beside recorded HPAs: %d scenarios, %d decisions, 100 %% agreement%n",
        RECORDED.size(), compared);
  }

  @Test
  void anHpaThatDecidesOtherwiseIsToldOfWithBothNumbersAndWhy() throws Exception {
    RecordedHpa recorded =
        RECORDED.stream().filter(r -> r.scenario().policy().behavior() != null).findFirst().get();
    World world = new World(recorded);
    world.step(0, recorded.created());
    AgreementReport first = world.agreementAfter(1);
    assertThat(first.agreed()).isOne();
    HpaInfo is = recorded.decided();
    HpaInfo wrong =
        new HpaInfo(
            is.namespace(),
            is.name(),
            is.target(),
            new dev.flyball.controller.cluster.HpaStatus(
                is.status().currentReplicas(),
                is.status().currentReplicas() + 40,
                RecordedClock.BEGIN + 3_600_000,
                is.status().conditions(),
                "cpu 400 %"));
    world.onLoop(
        () -> {
          world.loop.listener().hpa(wrong);
          return null;
        });
    AgreementReport report = world.agreementAfter(2);
    assertThat(report.differed()).isOne();
    assertThat(report.differences())
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.hpaReplicas()).isEqualTo(is.status().currentReplicas() + 40);
              assertThat(d.flyballReplicas()).isLessThan(d.hpaReplicas());
              assertThat(d.hpaReasons()).contains("AbleToScale True");
              assertThat(d.hpaMetrics()).isEqualTo("cpu 400 %");
              assertThat(d.explanation().sentence(ZoneOffset.UTC)).isNotEmpty();
              assertThat(d.uncertain()).isFalse();
            });
    assertThat(world.report().history().scaleUps())
        .as("what the HPA did counts against the policy's own rates")
        .extracting(e -> e.change())
        .contains(40);
    world.end();
  }
}
