package dev.flyball.core.decide;

import static dev.flyball.core.decide.TestingTarget.CPU;
import static dev.flyball.core.decide.TestingTarget.article;
import static dev.flyball.core.decide.TestingTarget.missing;
import static dev.flyball.core.decide.TestingTarget.percent;
import static dev.flyball.core.decide.TestingTarget.pods;
import static dev.flyball.core.decide.TestingTarget.policy;
import static dev.flyball.core.decide.TestingTarget.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.SelectPolicy;
import java.time.ZoneOffset;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person reads in Korean. Every case begins at 12:00:00 with pods that are all ready. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
@Domain(ScenarioDomain.class)
@Domain(DomainContext.Global.class)
class KoreanSentenceTest {
  private static String korean(Decision decision) {
    return decision.explanation().sentence(ZoneOffset.UTC, Language.Korean);
  }

  @Test
  void firstDecision() {
    TestingTarget target = new TestingTarget(article(), 2);
    assertThat(korean(target.decide(target.each(850), target.each(610), target.each(50_000))))
        .isEqualTo(
            "cpu: 목표 70 %에 85 %, 3개 필요; memory: 목표 80 %에 61 %, 2개 필요;"
                + " http_requests_per_second: 파드당 목표 100에 50, 1개 필요;"
                + " 가장 높은 값을 따름: 3개;"
                + " 60초 구간이 2개로 시작하므로 12:01:00까지 기다림; 2개 유지.");
  }

  @Test
  void heldThenThrough() {
    TestingTarget target = new TestingTarget(policy(2, 6, article().behavior(), CPU), 2);
    target.decide(target.each(700));
    assertThat(korean(target.later(15).decide(target.each(850))))
        .isEqualTo("cpu: 목표 70 %에 85 %, 3개 필요; 최근 60초의 최저 권고가 2개이므로 12:01:00까지 기다림; 2개 유지.");
    assertThat(korean(target.later(45).decide(target.each(850))))
        .isEqualTo("cpu: 목표 70 %에 85 %, 3개 필요; 2개에서 3개로 변경.");
  }

  @Test
  void limitedByRate() {
    Behavior behavior =
        new Behavior(
            rules(SelectPolicy.Max, pods(4, 60)), rules(SelectPolicy.Max, percent(25, 60)));
    TestingTarget target = new TestingTarget(policy(2, 50, behavior, CPU), 10);
    target.decide(target.each(1400));
    assertThat(korean(target.later(15).decide(target.each(1400))))
        .endsWith("60초에 최대 4개까지 늘릴 수 있어 14개로 제한 (이미 4개 늘림, 12:01:00부터 더 가능); 14개 유지.");
  }

  @Test
  void outsideTheBoundsAndWithoutMetrics() {
    TestingTarget target = new TestingTarget(article(), 8);
    assertThat(korean(target.decide(missing(), missing(), missing())))
        .isEqualTo("레플리카 8개가 maxReplicas 6보다 많으므로 즉시 8개에서 6개로 줄입니다.");
    assertThat(korean(target.decide(missing(), missing(), missing())))
        .endsWith("쓸 수 있는 메트릭이 없으면 바꾸지 않음: 6개 유지.");
  }

  /**
   * Both sentences say the same steps: they have as many clauses, and the same numbers at the end.
   */
  @Property
  void hasTheClausesOfTheEnglishOne(@ForAll Scenario scenario) {
    Autoscaler autoscaler = new Autoscaler(scenario.settings());
    History history = new History();
    ScenarioRun run = new ScenarioRun(scenario);
    while (run.next()) {
      Explanation explanation =
          autoscaler.decide(scenario.policy(), run.observation(), history, run.now()).explanation();
      String english = explanation.sentence(ZoneOffset.UTC);
      String korean = explanation.sentence(ZoneOffset.UTC, Language.Korean);
      assertThat(korean.split("; ", -1)).as(english).hasSameSizeAs(english.split("; ", -1));
      assertThat(korean).endsWith(".").contains(String.valueOf(explanation.desiredReplicas()));
      run.decide();
    }
  }

  @ParameterizedTest
  @CsvSource({"ko, Korean", "ko_KR.UTF-8, Korean", "KO-kr, Korean", "en_US, English", "kok,", "C,"})
  void languagesAreKnownByTheirTag(String tag, Language expected) {
    assertThat(Language.of(tag).orElse(null)).isEqualTo(expected);
  }
}
