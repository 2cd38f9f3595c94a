package dev.flyball.controller.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.browser.Tab;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** That everybody can use the dashboard: by keyboard, by ear, in both themes, on a phone. */
class DashboardAccessTest {
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

  private static TestingDashboard dashboard;
  private static Tab tab;

  @BeforeAll
  static void start() {
    dashboard = TestingDashboard.start();
    tab = dashboard.tab;
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
  void theKeyboardWalksTheListAndOpensAPolicy() {
    dashboard.openList();
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
    dashboard.openPolicy("web");
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

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void textsStandOutFromWhatIsBehindThem(String theme) {
    tab.prefer(theme);
    dashboard.openList();
    legible();
    dashboard.openPolicy("web");
    tab.until("events", "document.querySelectorAll('.events li').length > 0");
    legible();
    tab.open(dashboard.origin() + "/#/policy/shop/broken/broken");
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
    dashboard.openList();
    named();
    dashboard.openPolicy("web");
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
    dashboard.openList();
    fits();
    tab.screenshot("phone-list");
    dashboard.openPolicy("web");
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
