package dev.flyball.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The chart has the version of what it installs. */
class VersionTest {
  @Test
  void chartAndBuildHaveOneVersion() {
    JsonNode chart =
        TestingHelm.YAML.readTree(TestingHelm.read(TestingHelm.CHART.resolve("Chart.yaml")));
    String version = System.getProperty("flyball.version", "");
    assertThat(version).isNotEmpty();
    assertThat(chart.path("version").asString()).isEqualTo(version);
    assertThat(chart.path("appVersion").asString()).isEqualTo(version);
  }
}
