package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.browser.Chromium;
import dev.flyball.controller.browser.Tab;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.cluster.LoadModel;
import dev.flyball.minicluster.cluster.PodUse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a reader sees of a running controller and can do, in a real browser. */
class DashboardTest {
  private static final Set<String> NEED_NAMES =
      Set.of(
          "button",
          "link",
          "searchbox",
          "textbox",
          "combobox",
          "checkbox",
          "grid",
          "region",
          "image",
          "group",
          "heading",
          "figure");

  private static Chromium chromium;
  private static TestingController it;
  private static Tab tab;

  @BeforeAll
  static void controllerAndBrowser() {
    chromium = Chromium.start().orElse(null);
    Assumptions.assumeTrue(chromium != null, "there is no Chromium");
    tab = chromium.tab();
    it =
        new TestingController(
            Minicluster.builder()
                .podStartupDelay(Duration.ofMillis(50))
                .readinessDelay(Duration.ofMillis(50))
                .metricsResolution(Duration.ofMillis(200)));
    it.settings("syncPeriod: 1s\ncpuInitializationPeriod: 0s\ninitialReadinessDelay: 0s\n");
    for (String name : List.of("web", "greedy", "still", "blind", "trial")) {
      it.deployment(name, 2);
    }
    // A load that rises and falls within half a minute, for replicas to follow.
    it.cluster.load(NAMESPACE, "web", DashboardTest::waves);
    it.cluster.load(NAMESPACE, "greedy", LoadModel.shared(900, 1 << 25, 0));
    it.policy("web", policy("web", "", 8) + BEHAVIOR);
    it.policy("greedy", policy("greedy", "", 2));
    it.policy("still", policy("still", "Paused", 8));
    it.policy("trial", policy("trial", "DryRun", 8));
    it.policy("broken", policy("broken", "", 0));
    it.policy("blind", policy("blind", "", 8).replace("cpu,", "gpu,"));
    it.start();
    it.eventually("changes of web", () -> it.report("web").scaleChanges().size() >= 2);
  }

  private static PodUse waves(LoadModel.Context context) {
    double phase = context.nowMillis() / 30_000.0 * 2 * Math.PI;
    return new PodUse((220 + 160 * Math.sin(phase)) / 1000 / context.readyPods(), 1 << 25, 0);
  }

  private static final String BEHAVIOR =
      """
      behavior:
        scaleUp: {stabilizationWindowSeconds: 2}
        scaleDown: {stabilizationWindowSeconds: 5}
      """;

  private static String policy(String target, String mode, int max) {
    return """
    scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
    minReplicas: 1
    maxReplicas: %d
    metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
    """
            .formatted(target, max)
        + (mode.isEmpty() ? "" : "flyball: {mode: " + mode + "}\n");
  }

  @AfterAll
  static void close() {
    try {
      if (it != null) {
        it.close();
      }
    } finally {
      if (chromium != null) {
        chromium.close();
      }
    }
  }

  @BeforeEach
  void asAtFirst() {
    tab.viewport(1280, 900, false);
    tab.prefer("light");
    tab.open(origin() + "/");
    tab.forget(origin());
  }

  /** No test may have asked anybody else, or left an error on the console. */
  @AfterEach
  void nothingElseWasAskedAndNothingFailed() {
    assertThat(tab.requests()).isNotEmpty().allMatch(url -> url.startsWith(origin() + "/"));
    assertThat(tab.problems()).isEmpty();
  }

  private static String origin() {
    return "http://127.0.0.1:" + it.controller().webPort();
  }

  private static void openList() {
    tab.open(origin() + "/");
    tab.until("the list", "document.querySelectorAll('.row').length === 6");
  }

  private static void openPolicy(String name) {
    tab.open(origin() + "/#/policy/shop/" + name + "/" + name);
    tab.until("the explanation", "document.querySelector('.chain .step') !== null");
  }

  private static String row(String name) {
    return "[id=\"row-shop/" + name + "/" + name + "\"]";
  }

  @Test
  void theListTellsStatesAndReasonsInWords() {
    openList();
    tab.until(
        "all are decided", "document.querySelectorAll('.row [data-state=failing]').length === 2");
    assertThat(tab.text(row("greedy") + " .state-cell")).isEqualTo("LimitedAt its maximum");
    assertThat(tab.text(row("greedy") + " .replicas-cell")).startsWith("2").endsWith("of 1–2");
    assertThat(tab.text(row("greedy") + " .why"))
        .startsWith("cpu at 450 % of 50 % asks for 18; maxReplicas allows at most 2");
    assertThat(tab.text(row("still") + " .state-cell")).isEqualTo("Paused");
    assertThat(tab.text(row("trial") + " .state-cell")).isEqualTo("Dry run");
    assertThat(tab.text(row("broken") + " .state-cell")).isEqualTo("FailingInvalid text");
    assertThat(tab.text(row("broken") + " .why")).contains("No version of it was ever valid");
    assertThat(tab.text(row("blind") + " .state-cell")).isEqualTo("FailingResource metric missing");
    assertThat(tab.text(".total")).isEqualTo("6 of 6");
    tab.screenshot("list-light");
    tab.choose("#theme", "dark");
    tab.screenshot("list-dark");
  }

  @Test
  void theListIsSearchedFilteredAndSortedAndTheAddressKeepsIt() {
    openList();
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
    tab.open(origin() + "/#/?state=failing&sort=name&dir=desc");
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
  void theKeyboardWalksTheListAndOpensAPolicy() {
    openList();
    tab.key("/");
    tab.until("the search", "document.activeElement.id === 'search'");
    tab.type("shop");
    tab.key("ArrowDown");
    tab.until("the grid", "document.activeElement.getAttribute('role') === 'grid'");
    tab.key("ArrowDown");
    tab.key("ArrowDown");
    String third = "document.querySelectorAll('.row')[2]";
    tab.until(
        "the third",
        third + ".id === document.activeElement.getAttribute('aria-activedescendant')");
    assertThat(tab.evaluate(third + ".getAttribute('aria-selected')").asString()).isEqualTo("true");
    tab.key("End");
    tab.key("Enter");
    tab.until("its page", "document.activeElement.tagName === 'H1'");
    assertThat(tab.text("h1")).isEqualTo("web");
    tab.until("its plots", "document.querySelectorAll('.plot canvas').length === 3");
    tab.key("Escape");
    tab.until(
        "the list again", "document.querySelector('.row.active .name')?.textContent === 'web'");
    assertThat(tab.evaluate("document.querySelector('#search').value").asString())
        .isEqualTo("shop");
  }

  @Test
  void everyControlIsReachedByTab() {
    openPolicy("web");
    tab.until("marks", "document.querySelectorAll('.mark-event').length > 0");
    tab.evaluate("document.querySelector('.brand').focus()");
    StringBuilder met = new StringBuilder();
    for (int i = 0; i < 80; i++) {
      met.append(
          tab.evaluate(
                  "document.activeElement.id || document.activeElement.className ||"
                      + " document.activeElement.tagName")
              .asString());
      met.append(' ');
      tab.key("Tab");
    }
    assertThat(met.toString())
        .contains("theme", "language", "back", "range", "earlier", "later", "event", "SUMMARY");
  }

  @Test
  void aPolicyHasPlotsThatAreDrawnAndAnExplanation() {
    openPolicy("web");
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
    openPolicy("web");
    tab.until("events", "document.querySelectorAll('.events li').length > 0");
    String sentence =
        tab.evaluate("document.querySelector('.events li:last-child .event-sentence').textContent")
            .asString();
    tab.click(".events li:last-child .event");
    tab.until("its sentence", "document.querySelector('.explanation .sentence') !== null");
    assertThat(tab.text(".explanation .sentence")).isEqualTo(sentence);
    assertThat(tab.text(".step:last-child .step-text")).startsWith("from ");
    String when = tab.text(".when");
    tab.key("ArrowRight");
    tab.until("a later one", "document.querySelector('.when').textContent !== '" + when + "'");
    tab.click("#latest");
    tab.until("the latest", "document.querySelector('.when').textContent.startsWith('The latest')");
    tab.until("it moves on", "document.querySelector('#latest').disabled");
    tab.click(".plot .u-over");
    tab.until("a moment", "document.querySelector('.when').textContent.startsWith('In force at')");
  }

  @Test
  void whatIsWrongIsToldWithLineAndField() {
    tab.open(origin() + "/#/policy/shop/broken/broken");
    tab.until("the problems", "document.querySelector('.problems li') !== null");
    assertThat(tab.text(".problems li")).contains("maxReplicas");
    tab.open(origin() + "/#/policy/shop/no/no");
    tab.until("that there is none", "!document.querySelector('.message').hidden");
    assertThat(tab.text(".message")).isEqualTo("There is no policy shop/no/no.");
    // Chromium tells of the 404 on its console.
    tab.problems().removeIf(p -> p.contains("404"));
    tab.open(origin() + "/");
  }

  @Test
  void theLanguageIsSwitchedAndKept() {
    openPolicy("web");
    tab.choose("#language", "ko");
    tab.until(
        "Korean",
        "document.querySelector('.now-sentence')?.textContent.startsWith('cpu: 목표 50 %에')");
    assertThat(tab.evaluate("document.documentElement.lang").asString()).isEqualTo("ko");
    assertThat(tab.text(".explanation h2")).isEqualTo("결정 과정");
    tab.until("Korean steps", "document.querySelector('.chain')?.textContent.includes('필요')");
    tab.screenshot("policy-korean");
    tab.open(origin() + "/");
    tab.until("the list", "document.querySelectorAll('.row').length === 6");
    assertThat(tab.text(row("greedy") + " .state-cell")).isEqualTo("제한됨최댓값 도달");
    tab.choose("#language", "en");
    tab.until(
        "English",
        "document.querySelector('" + row("greedy") + " .state')?.textContent === 'Limited'");
  }

  @Test
  void aConnectionThatIsLostIsSaidAndFoundAgain() {
    openList();
    int port = it.controller().webPort();
    it.stopController();
    tab.until("it is said", "document.querySelector('.connection').dataset.connection === 'lost'");
    assertThat(tab.text(".connection")).isEqualTo("Connection lost, trying again");
    assertThat(tab.evaluate("document.querySelectorAll('.row').length").asInt()).isEqualTo(6);
    tab.screenshot("list-lost");
    it.policy("later", policy("later", "Paused", 8));
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
    openPolicy("web");
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

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void textsStandOutFromWhatIsBehindThem(String theme) {
    tab.prefer(theme);
    openList();
    legible();
    openPolicy("web");
    tab.until("events", "document.querySelectorAll('.events li').length > 0");
    legible();
    tab.open(origin() + "/#/policy/shop/broken/broken");
    tab.until("the problems", "document.querySelector('.problems li') !== null");
    legible();
  }

  private static void legible() {
    JsonNode contrast = tab.run("contrast.js");
    assertThat(contrast.path("checked").asInt()).isGreaterThan(20);
    assertThat(contrast.path("bad")).isEmpty();
  }

  @Test
  void everyControlHasAName() {
    openList();
    named();
    openPolicy("web");
    tab.until("marks", "document.querySelectorAll('.mark-event').length > 0");
    named();
  }

  private static void named() {
    List<Tab.Node> controls =
        tab.accessible().stream()
            .filter(n -> NEED_NAMES.contains(n.role().toLowerCase(Locale.ROOT)))
            .toList();
    assertThat(controls).hasSizeGreaterThan(8).allMatch(n -> !n.name().isBlank());
  }

  @Test
  void aPhoneShowsAllOfItWithoutScrollingSideways() {
    tab.viewport(390, 844, true);
    openList();
    fits();
    tab.screenshot("phone-list");
    openPolicy("web");
    tab.until("marks", "document.querySelectorAll('.mark-event').length > 0");
    fits();
    tab.screenshot("phone-policy");
  }

  private static void fits() {
    JsonNode sizes =
        tab.evaluate(
            "['html', '.content'].map(s => document.querySelector(s))"
                + ".map(e => [e.scrollWidth, e.clientWidth])");
    for (JsonNode size : sizes) {
      assertThat(size.path(0).asInt()).isLessThanOrEqualTo(size.path(1).asInt());
    }
  }
}
