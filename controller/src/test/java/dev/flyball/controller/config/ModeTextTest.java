package dev.flyball.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.core.policy.PolicyOptions.Mode;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModeTextTest {
  private static final String SPEC =
      """
      # café
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 6
      """;

  private static final String PASTED =
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
        maxReplicas: 6
        flyball: {mode: Paused}
      """;

  static Stream<Arguments> texts() {
    return Stream.of(
        argumentSet(
            "block",
            SPEC + "flyball:\n  mode: DryRun # for now\n  syncPeriod: 5s\n",
            SPEC + "flyball:\n  mode: Active # for now\n  syncPeriod: 5s\n"),
        argumentSet("flow", SPEC + "flyball: {mode: DryRun}\n", SPEC + "flyball: {mode: Active}\n"),
        argumentSet(
            "quoted", SPEC + "flyball: {mode: 'DryRun'}\n", SPEC + "flyball: {mode: 'Active'}\n"),
        argumentSet(
            "a section without it",
            SPEC + "flyball:\n  # often\n  syncPeriod: 5s\n",
            SPEC + "flyball:\n  # often\n  mode: Active\n  syncPeriod: 5s\n"),
        argumentSet(
            "an empty section", SPEC + "flyball: {}\n", SPEC + "flyball: {\"mode\": \"Active\"}\n"),
        argumentSet(
            "no section",
            SPEC,
            SPEC.replace("scaleTargetRef", "flyball: {mode: Active}\nscaleTargetRef")),
        argumentSet("a pasted HPA", PASTED, PASTED.replace("Paused", "Active")),
        argumentSet(
            "JSON",
            "{\"maxReplicas\": 6, \"scaleTargetRef\": {\"apiVersion\": \"apps/v1\","
                + " \"kind\": \"Deployment\", \"name\": \"web\"}}",
            "{\"flyball\": {\"mode\": \"Active\"}, \"maxReplicas\": 6, \"scaleTargetRef\":"
                + " {\"apiVersion\": \"apps/v1\", \"kind\": \"Deployment\", \"name\": \"web\"}}"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void onlyTheModeChanges(String text, String expected) {
    assertThat(ModeText.with(text, Mode.Active)).hasValue(expected);
    assertThat(ModeText.with(expected, Mode.Active)).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "maxReplicas: 6", "flyball: {mode: DryRun}", "[1", "a: 1\n---\nb: 2"})
  void whatIsNoPolicyIsLeftAlone(String text) {
    assertThat(ModeText.with(text, Mode.Active)).isEmpty();
  }

  /** An anchor stands in front of the value, and is the place of it. */
  @ParameterizedTest
  @ValueSource(strings = {"flyball: {mode: &m DryRun}\n", "flyball: {mode: !!str DryRun}\n"})
  void whatCannotBeChangedSafelyIsNotChanged(String section) {
    assertThat(ModeText.with(SPEC + section, Mode.Active))
        .satisfiesAnyOf(
            changed -> assertThat(changed).isEmpty(),
            changed -> assertThat(changed).hasValue(SPEC + section.replace("DryRun", "Active")));
  }
}
