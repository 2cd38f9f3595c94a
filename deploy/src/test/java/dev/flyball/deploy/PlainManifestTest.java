package dev.flyball.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * {@code deploy/flyball.yaml} is the chart, rendered. With {@code -Dflyball.update=true} it is
 * written anew.
 */
class PlainManifestTest {
  private static final Path FILE = TestingHelm.DEPLOY.resolve("flyball.yaml");

  private static final String HEADER =
      """
      # Flyball as one manifest, for clusters without Helm. No image is published yet: put yours in place of
      # image: flyball:..., then
      #
      #   kubectl apply -f flyball.yaml
      #
      # It registers external.metrics.k8s.io, custom.metrics.k8s.io and flyball.dev. A plain manifest cannot look first, as the chart
      # does: where another adapter serves one of them, delete its APIService from this file, or you take it over.
      #   kubectl get apiservice | grep metrics.k8s.io
      #
      # Rendered from chart/flyball. Change the chart, then: mvn -pl deploy -am test -Dtest=PlainManifestTest
      #   -Dflyball.update=true -Dsurefire.failIfNoSpecifiedTests=false
      """;

  @Test
  void isTheRenderedChart() {
    String rendered;
    try (TestingHelm helm = new TestingHelm()) {
      rendered = HEADER + helm.text(ValueSet.PLAIN_MANIFEST.values);
    }
    if (Boolean.getBoolean("flyball.update")) {
      TestingHelm.write(FILE, rendered);
    }
    assertThat(TestingHelm.read(FILE))
        .as(
            "deploy/flyball.yaml is not what the chart renders; its first lines tell how to update it")
        .isEqualTo(rendered);
    assertThat(Manifest.parse(rendered).objects().getFirst().path("kind").asString())
        .isEqualTo("Namespace");
  }
}
