package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.Reports;
import dev.flyball.controller.cluster.StatusSize.Fitted;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.core.decide.HistorySnapshot;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StatusSizeTest {
  private static final List<PolicyReport> TEN =
      IntStream.range(0, 10)
          .mapToObj(i -> Reports.scalingUp(new PolicyId("shop", "web", "p" + i)))
          .toList();

  private static Fitted fit(int maxBytes) {
    return StatusSize.fit(TEN, ZoneOffset.UTC, maxBytes);
  }

  private static HistorySnapshot history(Fitted fitted) {
    return StatusDocument.kept(fitted.documents().get("p0"), 0).history();
  }

  @Property
  void neverMoreThanFits(@ForAll @IntRange(max = 30_000) int maxBytes) {
    assertThat(StatusSize.bytes(fit(maxBytes).documents())).isLessThanOrEqualTo(maxBytes);
  }

  @Test
  void goesInTheOrderOfWhatCanBeMissed() {
    HistorySnapshot whole = TEN.getFirst().history();
    Fitted all = fit(100_000);
    assertThat(all.dropped()).isEmpty();
    assertThat(all.documents()).hasSize(10);

    Fitted forPeople = fit(StatusSize.bytes(all.documents()) - 1);
    assertThat(forPeople.dropped()).isEqualTo("what people read");
    assertThat(history(forPeople)).isEqualTo(whole);

    Fitted conditions = fit(StatusSize.bytes(forPeople.documents()) - 1);
    assertThat(conditions.dropped()).isEqualTo("conditions");
    assertThat(history(conditions).conditions()).isEmpty();
    assertThat(history(conditions).recommendations()).isEqualTo(whole.recommendations());

    Fitted oldest = fit(StatusSize.bytes(conditions.documents()) - 1);
    assertThat(oldest.dropped()).isEqualTo("the oldest history");
    assertThat(history(oldest).scaleDowns()).isEmpty();
    assertThat(history(oldest).scaleUps()).isEqualTo(whole.scaleUps());
    assertThat(history(oldest).recommendations()).isEqualTo(whole.recommendations());

    Fitted policies = fit(1000);
    assertThat(policies.dropped()).startsWith("all history, and ");
    assertThat(policies.documents()).containsKey("p0").doesNotContainKey("p9");
  }

  @Test
  void thousandsOfPoliciesInOneConfigMapFit() {
    List<PolicyReport> many =
        IntStream.range(0, 3000)
            .mapToObj(i -> Reports.scalingUp(new PolicyId("shop", "web", "policy-" + i)))
            .toList();
    Fitted fitted = StatusSize.fit(many, ZoneOffset.UTC);
    assertThat(StatusSize.bytes(fitted.documents())).isLessThan(900_001);
    assertThat(fitted.documents()).hasSize(3000);
  }
}
