package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.policy.LabelSelector;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScalesTest {
  @Test
  void readsTheSelectorOfAScale() {
    LabelSelector selector = Scales.selector("app=web,tier notin (canary)");

    assertThat(selector).isNotNull();
    assertThat(selector.matches(Map.of("app", "web"))).isTrue();
    assertThat(selector.matches(Map.of("app", "web", "tier", "canary"))).isFalse();
    assertThat(selector.matchLabels()).as("what pods are looked up by").containsKey("app");
  }

  @Test
  void aScaleWithoutReadableSelectorHasNone() {
    assertThat(Scales.selector("")).isNull();
    assertThat(Scales.selector("app in web")).isNull();
  }
}
