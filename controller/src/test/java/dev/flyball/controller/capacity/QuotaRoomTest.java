package dev.flyball.controller.capacity;

import static dev.flyball.controller.capacity.TestingShapes.ANYWHERE;
import static dev.flyball.controller.capacity.TestingShapes.mebi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.controller.cluster.PodShape;
import dev.flyball.controller.cluster.QuotaInfo;
import dev.flyball.controller.cluster.QuotaInfo.Scope;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What quotas leave to a pod of 500m and 256Mi, limited to 1 and 512Mi, of the class gold. */
class QuotaRoomTest {
  private static final int NO_SAY = -1;

  private static final PodShape POD =
      new PodShape(
          ANYWHERE,
          List.of(),
          List.of(),
          Map.of("cpu", 500L, "memory", mebi(256), "example.com/gpu", 1_000L),
          Map.of("cpu", 1_000L, "memory", mebi(512)),
          "gold",
          false);

  static Stream<Arguments> resources() {
    return Stream.of(
        resource("cpu", 4_000, 3_000, 2),
        resource("requests.cpu", 4_000, 3_800, 0),
        resource("memory", mebi(1_024), mebi(256), 3),
        resource("requests.memory", mebi(1_024), 0, 4),
        resource("limits.cpu", 4_000, 1_500, 2),
        resource("limits.memory", mebi(1_024), mebi(100), 1),
        resource("requests.example.com/gpu", 3_000, 1_000, 2),
        resource("pods", 10_000, 7_000, 3),
        resource("count/pods", 10_000, 12_000, 0),
        resource("services", 1_000, 1_000, NO_SAY),
        resource("requests.storage", 1_000, 1_000, NO_SAY),
        resource("requests.ephemeral-storage", 1_000, 1_000, NO_SAY),
        resource("count/deployments.apps", 1_000, 1_000, NO_SAY));
  }

  private static Arguments resource(String name, long hard, long used, int more) {
    return argumentSet(name, name, hard, used, more);
  }

  @ParameterizedTest
  @MethodSource("resources")
  void whatIsHardLessWhatIsUsed(String resource, long hard, long used, int more) {
    QuotaInfo quota =
        new QuotaInfo("shop", "q", Map.of(resource, hard), Map.of(resource, used), List.of());
    assertThat(more(POD, quota)).isEqualTo(more);
  }

  static Stream<Arguments> scopes() {
    return Stream.of(
        scope("NotTerminating", "Exists", true),
        scope("Terminating", "Exists", false),
        scope("NotBestEffort", "Exists", true),
        scope("BestEffort", "Exists", false),
        scope("PriorityClass", "In", true, "gold", "silver"),
        scope("PriorityClass", "In", false, "silver"),
        scope("PriorityClass", "NotIn", true, "silver"),
        scope("PriorityClass", "NotIn", false, "gold"),
        scope("PriorityClass", "Exists", true),
        scope("PriorityClass", "DoesNotExist", false),
        scope("CrossNamespacePodAffinity", "Exists", false),
        scope("OfALaterVersion", "Exists", false));
  }

  private static Arguments scope(String name, String operator, boolean counts, String... values) {
    return argumentSet(
        name + " " + operator, new Scope(name, operator, List.of(values)), counts ? 3 : NO_SAY);
  }

  @ParameterizedTest
  @MethodSource("scopes")
  void onlyWhereAllItsScopesApply(Scope scope, int more) {
    Scope always = new Scope("NotTerminating", "Exists", List.of());
    QuotaInfo quota =
        new QuotaInfo("shop", "q", Map.of("pods", 3_000L), Map.of(), List.of(always, scope));
    assertThat(more(POD, quota)).isEqualTo(more);
  }

  @Test
  void theLeastOfAllCounts() {
    QuotaInfo pods = new QuotaInfo("shop", "a", Map.of("pods", 5_000L), Map.of(), List.of());
    QuotaInfo compute =
        new QuotaInfo(
            "shop",
            "compute",
            Map.of("requests.cpu", 4_000L, "limits.memory", mebi(4_096)),
            Map.of("requests.cpu", 2_800L, "limits.memory", mebi(512)),
            List.of());
    assertThat(QuotaRoom.of(POD, List.of(pods, compute)))
        .isEqualTo(new Room(2, "quota compute requests.cpu 200m left of 500m needed, 4 in all"));
  }

  @Test
  void aQuotaWithoutStatusSaysNothing() {
    assertThat(more(POD, new QuotaInfo("shop", "q", Map.of(), Map.of(), List.of())))
        .isEqualTo(NO_SAY);
  }

  private static int more(PodShape pod, QuotaInfo quota) {
    Room room = QuotaRoom.of(pod, List.of(quota));
    return room == null ? NO_SAY : room.more();
  }
}
