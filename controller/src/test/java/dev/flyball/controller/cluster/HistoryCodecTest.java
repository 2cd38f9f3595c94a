package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.controller.Reports;
import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.decide.History;
import dev.flyball.core.decide.HistorySnapshot;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class HistoryCodecTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void historiesAreReadBackAsWritten(@ForAll("histories") HistorySnapshot history) {
    String written = HistoryCodec.encode(history).toString();
    assertThat(HistoryCodec.decode(JSON.readTree(written))).isEqualTo(history);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void restoredHistoriesAreTheSame(@ForAll("histories") HistorySnapshot any) {
    HistorySnapshot history = History.restore(any).snapshot();
    String written = HistoryCodec.encode(history).toString();
    HistorySnapshot read = HistoryCodec.decode(JSON.readTree(written));
    assertThat(History.restore(read).snapshot()).isEqualTo(history);
  }

  @Provide
  Arbitrary<HistorySnapshot> histories() {
    return Histories.any();
  }

  @Test
  void formatIsKept() {
    String expected =
        """
        {"version":1,"desiredReplicas":3,
        "recommendations":[[1772355560000,2],[1772355590000,4]],
        "scaleUps":[[1772355510000,1,0]],
        "scaleDowns":[[1772354700000,2,1]],
        "conditions":[["AbleToScale",1,"ReadyForNewScale","able",1772355540000],
        ["ScalingActive",1,"ValidMetricFound","valid",1772355540000],
        ["ScalingLimited",1,"ScaleUpLimit","limited",1772355540000]]}
        """
            .replace("\n", "");
    assertThat(HistoryCodec.encode(Reports.scalingUp().history())).hasToString(expected);
  }

  @Test
  void conditionsOfLaterVersionsAreLeftOut() {
    String text =
        HistoryCodec.encode(Reports.scalingUp().history())
            .toString()
            .replace("ScaleUpLimit", "PhaseOfTheMoon")
            .replace("ScalingActive", "Enlightened");
    HistorySnapshot history = HistoryCodec.decode(JSON.readTree(text));
    assertThat(history.conditions())
        .extracting(Condition::type)
        .containsExactly(ConditionType.AbleToScale);
    assertThat(history.recommendations()).hasSize(2);
  }

  /** Damaged histories, made of a good one, and what is said of them. */
  static Stream<Arguments> damage() {
    return Stream.of(
        argumentSet("newer", "\"version\":1", "\"version\":3", "its history has version 3"),
        argumentSet("no version", "\"version\":1,", "", "version has a number out of range"),
        argumentSet("text for number", "[1772355510000,1,0]", "[\"x\",1,0]", "scaleUps has a time"),
        argumentSet("fraction", "[1772355510000,1,0]", "[1772355510000,1.5,0]", "out of range"),
        argumentSet("too large", "\"desiredReplicas\":3", "\"desiredReplicas\":3e10", "desiredRep"),
        argumentSet("negative", "1772355560000,2", "1772355560000,-2", "recommendations has a"),
        argumentSet("too short", ",1,0]", ",1]", "scaleUps has an entry without 3 values"),
        argumentSet("no array", "[[1772354700000,2,1]]", "{}", "scaleDowns is not an array"),
        argumentSet("order", "1772355560000", "1772355590001", "not in the order of time"));
  }

  @ParameterizedTest
  @MethodSource("damage")
  void damageIsNamed(String good, String bad, String message) {
    String text = HistoryCodec.encode(Reports.scalingUp().history()).toString();
    assertThat(text).contains(good);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistoryCodec.decode(JSON.readTree(text.replace(good, bad))))
        .withMessageContaining(message);
  }
}
