package dev.flyball.controller.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.browser.Tab;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a reader sees of a running controller and can do, in a real browser. */
class DashboardTest {
  private static TestingDashboard dashboard;
  private static Tab tab;
  private static TestingController it;

  @BeforeAll
  static void start() {
    dashboard = TestingDashboard.start();
    tab = dashboard.tab;
    it = dashboard.it;
  }

  @AfterAll
  static void close() {
    if (dashboard != null) {
      dashboard.close();
    }
  }

  @BeforeEach
  void asAtFirst() {
    dashboard.asAtFirst();
  }

  @AfterEach
  void nothingElseWasAskedAndNothingFailed() {
    dashboard.nothingElseWasAskedAndNothingFailed();
  }

  @Test
  void theListTellsStatesAndReasonsInWords() {
    dashboard.openList();
    tab.until(
        "all are decided", "document.querySelectorAll('.row [data-state=failing]').length === 2");
    assertThat(tab.text(TestingDashboard.row("greedy") + " .state-cell"))
        .isEqualTo("LimitedAt its maximum");
    assertThat(tab.text(TestingDashboard.row("greedy") + " .replicas-cell"))
        .startsWith("2")
        .endsWith("of 1–2");
    assertThat(tab.text(TestingDashboard.row("greedy") + " .why"))
        .startsWith("cpu at 450 % of 50 % asks for 18; maxReplicas allows at most 2");
    assertThat(tab.text(TestingDashboard.row("still") + " .state-cell")).isEqualTo("Paused");
    assertThat(tab.text(TestingDashboard.row("trial") + " .state-cell")).isEqualTo("Dry run");
    assertThat(tab.text(TestingDashboard.row("broken") + " .state-cell"))
        .isEqualTo("FailingInvalid text");
    assertThat(tab.text(TestingDashboard.row("broken") + " .why"))
        .contains("No version of it was ever valid");
    assertThat(tab.text(TestingDashboard.row("blind") + " .state-cell"))
        .isEqualTo("FailingResource metric missing");
    assertThat(tab.text(".total")).isEqualTo("6 of 6");
    tab.screenshot("list-light");
    tab.choose("#theme", "dark");
    tab.screenshot("list-dark");
  }

  @Test
  void theListIsSearchedFilteredAndSortedAndTheAddressKeepsIt() {
    dashboard.openList();
    tab.click("#search");
    tab.type("maximum");
    tab.until("one row", "document.querySelectorAll('.row').length === 1");
    assertThat(tab.text(".row .name")).isEqualTo("greedy");
    tab.until(
        "it is said", "document.querySelector('.list [role=status]').textContent === '1 of 6'");
    tab.evaluate("document.querySelector('#search').select()");
    tab.type("no such thing");
    tab.until("none", "!document.querySelector('.empty').hidden");
    tab.click(".empty button");
    tab.click(".chip[data-state=failing]");
    tab.until("two rows", "document.querySelectorAll('.row').length === 2");
    assertThat(tab.evaluate("location.hash").asString()).isEqualTo("#/?state=failing");
    tab.open(dashboard.origin() + "/#/?state=failing&sort=name&dir=desc");
    tab.until("two rows", "document.querySelectorAll('.row').length === 2");
    assertThat(tab.text(".row .name")).isEqualTo("broken");
    tab.click("[data-sort=name]");
    tab.until("the other order", "document.querySelector('.row .name').textContent === 'blind'");
    tab.click(".chip[data-state='']");
    tab.choose("#mode", "Paused");
    tab.until("one row", "document.querySelectorAll('.row').length === 1");
    assertThat(tab.text(".row .name")).isEqualTo("still");
  }

  @Test
  void aPolicyHasPlotsThatAreDrawnAndAnExplanation() {
    dashboard.openPolicy("web");
    tab.until("its state", "document.querySelector('.badge .state') !== null");
    tab.until("3 plots", "document.querySelectorAll('.plot canvas').length === 3");
    tab.until("marks", "document.querySelectorAll('.mark-event').length > 0");
    for (JsonNode plot : tab.run("plots.js")) {
      assertThat(plot.path("line").asInt()).as("pixels of the line of " + plot).isGreaterThan(50);
    }
    assertThat(tab.text(".plots .plot figcaption")).isEqualTo("Replicas within their bounds");
    assertThat(tab.evaluate("document.querySelector('.mark-event').ariaLabel").asString())
        .matches("From [0-9]+ to [0-9]+: cpu at .* goes from [0-9]+ to [0-9]+\\.");
    assertThat(tab.text(".chain .reading")).startsWith("cpu").contains(" of 50 %");
    assertThat(tab.text(".whatif")).isNotBlank();
    tab.screenshot("policy-light");
    tab.prefer("dark");
    tab.until("dark", "getComputedStyle(document.body).backgroundColor === 'rgb(16, 19, 22)'");
    tab.screenshot("policy-dark");
  }

  @Test
  void aScaleEventIsExplainedWhereOneClicksItAndMomentsAreSteppedThrough() {
    dashboard.openPolicy("web");
    tab.until("events", "document.querySelectorAll('.events li').length > 0");
    String sentence =
        tab.evaluate("document.querySelector('.events li:last-child .event-sentence').textContent")
            .asString();
    tab.click(".events li:last-child .event");
    tab.until("its sentence", "document.querySelector('.explanation .sentence') !== null");
    assertThat(tab.text(".explanation .sentence")).isEqualTo(sentence);
    assertThat(tab.text(".step:last-child .step-text")).startsWith("from ");
    tab.key("ArrowRight");
    tab.until(
        "a later one",
        "document.querySelector('.explanation .sentence')?.textContent !== "
            + JsonMapper.shared().writeValueAsString(sentence));
    tab.click("#latest");
    tab.until("the latest", "document.querySelector('.when').textContent.startsWith('The latest')");
    tab.until("it moves on", "document.querySelector('#latest').disabled");
    tab.click(".plot .u-over");
    tab.until("a moment", "document.querySelector('.when').textContent.startsWith('In force at')");
  }

  @Test
  void whatIsWrongIsToldWithLineAndField() {
    tab.open(dashboard.origin() + "/#/policy/shop/broken/broken");
    tab.until("the problems", "document.querySelector('.problems li') !== null");
    assertThat(tab.text(".problems li")).contains("maxReplicas");
    tab.open(dashboard.origin() + "/#/policy/shop/no/no");
    tab.until("that there is none", "!document.querySelector('.message').hidden");
    assertThat(tab.text(".message")).isEqualTo("There is no policy shop/no/no.");
    // Chromium tells of the 404 on its console.
    tab.problems().removeIf(p -> p.contains("404"));
    tab.open(dashboard.origin() + "/");
  }

  @Test
  void aPolicyBesideAnHpaShowsHowFarBothAgreeAndWhyNot() {
    TestingHpa hpa = TestingHpa.create(it.cluster, TestingController.NAMESPACE, "trial");
    try {
      hpa.decide(2, 2, "2026-03-01T09:00:00Z", 0);
      it.eventually("one compared", () -> compared() == 1);
      hpa.decide(2, 7, "2026-03-01T09:01:00Z", 170);
      it.eventually("two compared", () -> compared() == 2);
      dashboard.openList();
      String badge = TestingDashboard.row("trial") + " .agreement";
      tab.until("the badge", "document.querySelector('" + badge + "')?.textContent.length > 0");
      assertThat(tab.text(badge)).matches("(0|50) % like the HPA");
      tab.screenshot("list-agreement");
      dashboard.openPolicy("trial");
      tab.until("the panel", "document.querySelector('.differences li') !== null");
      assertThat(tab.text("[aria-label='Agreement with the HPA']"))
          .startsWith("Beside HPA trial")
          .containsPattern("[01] of 2 decisions were the same: (0|50) %");
      assertThat(tab.text(".differences li"))
          .containsPattern("from 2 the HPA went to 7, the policy would have gone to [12]")
          .contains("ScalingActive True ValidMetricFound; cpu 170 %", "cpu at ");
      tab.screenshot("policy-agreement");
      hpa.decide(7, 8, "2026-03-01T09:02:00Z", 180);
      tab.until("one more, live", "document.querySelectorAll('.differences li').length >= 2");
      tab.choose("#language", "ko");
      tab.until(
          "Korean",
          "document.querySelector('.differences strong')?.textContent.startsWith('7개에서 HPA는 8개로')");
      assertThat(tab.text(".badge .agreement")).startsWith("HPA와 ");
      tab.choose("#language", "en");
    } finally {
      hpa.delete();
    }
    tab.until("it has ended", "document.querySelector('.badge .agreement') === null");
    tab.until(
        "the panel has gone",
        "document.querySelector('[aria-label=\"Agreement with the HPA\"]').hidden");
  }

  private static long compared() {
    return it.report("trial").agreement().map(a -> a.compared()).orElse(0L);
  }

  @Test
  void theLanguageIsSwitchedAndKept() {
    dashboard.openPolicy("web");
    tab.choose("#language", "ko");
    tab.until(
        "Korean",
        "document.querySelector('.now-sentence')?.textContent.startsWith('cpu: 목표 50 %에')");
    assertThat(tab.evaluate("document.documentElement.lang").asString()).isEqualTo("ko");
    assertThat(tab.text(".explanation h2")).isEqualTo("결정 과정");
    tab.until("Korean steps", "document.querySelector('.chain')?.textContent.includes('필요')");
    tab.screenshot("policy-korean");
    tab.open(dashboard.origin() + "/");
    tab.until("the list", "document.querySelectorAll('.row').length === 6");
    assertThat(tab.text(TestingDashboard.row("greedy") + " .state-cell")).isEqualTo("제한됨최댓값 도달");
    tab.choose("#language", "en");
    tab.until(
        "English",
        "document.querySelector('"
            + TestingDashboard.row("greedy")
            + " .state')?.textContent === 'Limited'");
  }

  @Test
  void aConnectionThatIsLostIsSaidAndFoundAgain() {
    dashboard.openList();
    int port = it.controller().webPort();
    it.stopController();
    tab.until("it is said", "document.querySelector('.connection').dataset.connection === 'lost'");
    assertThat(tab.text(".connection")).isEqualTo("Connection lost, trying again");
    assertThat(tab.evaluate("document.querySelectorAll('.row').length").asInt()).isEqualTo(6);
    tab.screenshot("list-lost");
    it.policy("later", TestingDashboard.policy("later", "Paused", 8));
    it.start(port);
    tab.until("it is live", "document.querySelector('.connection').dataset.connection === 'live'");
    tab.until("what came meanwhile", "document.querySelectorAll('.row').length === 7");
    it.deletePolicy("later");
    tab.until("what went", "document.querySelectorAll('.row').length === 6");
    assertThat(tab.problems()).allMatch(p -> p.contains("ERR_"), "only the lost connection");
    tab.problems().clear();
  }

  @Test
  void aPolicyIsFollowedThroughALostConnectionToo() {
    dashboard.openPolicy("web");
    tab.until("live", "document.querySelector('.connection').dataset.connection === 'live'");
    int port = it.controller().webPort();
    it.stopController();
    tab.until("lost", "document.querySelector('.connection').dataset.connection === 'lost'");
    it.start(port);
    tab.until("live", "document.querySelector('.connection').dataset.connection === 'live'");
    String when = tab.text(".when");
    tab.until("new decisions", "document.querySelector('.when').textContent !== '" + when + "'");
    // A restarted controller has no decision yet to explain.
    assertThat(tab.problems()).allMatch(p -> p.contains("ERR_") || p.contains("/explanation"));
    tab.problems().clear();
    it.eventually("changes of web", () -> !it.report("web").scaleChanges().isEmpty());
  }
}
