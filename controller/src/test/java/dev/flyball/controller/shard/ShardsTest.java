package dev.flyball.controller.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {
  /** These must never change: replicas of two versions would write for the same namespace. */
  @ParameterizedTest
  @CsvSource({
    "'', 12, 9",
    "'default', 12, 0",
    "'kube-system', 12, 2",
    "'flyball-system', 12, 0",
    "'imprun-system', 12, 4",
    "'shop', 2, 1",
    "'shop', 8, 1",
    "'shop', 256, 17",
    "'team-a', 8, 7",
    "'team-b', 8, 2",
    "'a-namespace-of-sixty-three-characters-which-is-the-longest-of-all', 64, 7",
  })
  void everyVersionAgreesOnTheShardOfANamespace(String namespace, int count, int shard) {
    assertThat(new Shards(count).of(namespace)).isEqualTo(shard);
  }

  /** Names as people give them must not gather in few shards. */
  @ParameterizedTest
  @ValueSource(strings = {"team-%d", "%d", "shop-%d-prod", "review-app-%05d"})
  void namespacesAreSpreadEvenly(String pattern) {
    int count = 16;
    int[] sizes = new int[count];
    IntStream.range(0, 16_000).forEach(i -> sizes[new Shards(count).of(pattern.formatted(i))]++);
    // A fair die would be within 10 % of 1000 nearly always: three standard deviations.
    assertThat(IntStream.of(sizes).boxed().toList())
        .allSatisfy(size -> assertThat(size).isBetween(850, 1150));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 257})
  void refusesNumbersThatMakeNoSense(int count) {
    assertThatThrownBy(() -> new Shards(count))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 to 256");
  }

  @Test
  void aReplicaHasALeaseOfAValidNameWhateverItIsCalled() {
    assertThat(Shards.replica("flyball-5d9-x2v_01234567-89ab-cdef"))
        .isEqualTo("flyball-replica-flyball-5d9-x2v-01234567");
    assertThat(Shards.replica("My_Host.local_89abcdef-0123"))
        .isEqualTo("flyball-replica-my-host-local-89abcdef");
    assertThat(Shards.replica("x".repeat(300) + "_89abcdef-0123")).hasSizeLessThan(253);
    assertThat(Shards.isReplica(Shards.replica("a_b"))).isTrue();
    assertThat(Shards.isReplica(Shards.lease(3))).isFalse();
  }
}
