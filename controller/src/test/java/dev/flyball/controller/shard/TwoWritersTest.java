package dev.flyball.controller.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.shard.TestingWorld.Replica;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever is lost, late, frozen, killed, stopped and started: never two writers, which {@link
 * TestingWorld} checks after everything that happens, and in the end a fair share for all.
 */
class TwoWritersTest {
  private static final int STEPS = 60;

  private Random random;
  private TestingWorld world;
  private int names;

  @Property(tries = 40)
  void thereAreNeverTwoAndInTheEndAllShare(@ForAll long seed) {
    random = new Random(seed);
    world = new TestingWorld(seed);
    world.lossPercent = random.nextInt(20);
    world.latePercent = random.nextInt(4);
    start();
    start();
    for (int step = 0; step < STEPS; step++) {
      world.handingOver = Duration.ofMillis(random.nextInt(3_000));
      something();
      world.run(Duration.ofMillis(random.nextInt(8_000)));
    }
    theEnd();
  }

  private void start() {
    // Some with another number, as in the middle of a change of it.
    world.start("r" + names++, random.nextInt(4) == 0 ? 7 : 12);
  }

  private void something() {
    Replica any = world.replicas.get(random.nextInt(world.replicas.size()));
    switch (random.nextInt(10)) {
      case 0, 1 -> {
        if (world.replicas.size() < 7) {
          start();
        }
      }
      case 2 -> any.kill();
      case 3 -> any.stop();
      case 4, 5 -> any.freeze(Duration.ofMillis(random.nextInt(30_000)));
      case 6 -> cut(any);
      case 7 -> world.startPlain("p" + names++);
      case 8 -> world.plain.forEach(TestingPlain::stop);
      default -> {} // All is quiet for once.
    }
  }

  private void cut(Replica replica) {
    replica.cut = "for a while";
    world.later(Duration.ofMillis(random.nextInt(20_000)), () -> replica.cut = "");
  }

  private void theEnd() {
    world.lossPercent = 0;
    world.latePercent = 0;
    world.handingOver = Duration.ofMillis(100);
    List.copyOf(world.replicas).forEach(Replica::kill);
    world.plain.forEach(TestingPlain::stop);
    Replica[] fresh = {world.start("x", 12), world.start("y", 12), world.start("z", 12)};
    Duration took = world.until(() -> world.share(fresh));
    assertThat(took).isLessThan(Duration.ofSeconds(60));
  }
}
