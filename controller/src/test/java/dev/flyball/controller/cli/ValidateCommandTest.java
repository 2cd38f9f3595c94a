package dev.flyball.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ValidateCommandTest {
  private static final String GOOD =
      """
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 2
      maxReplicas: 6
      """;

  private static final String MANIFEST =
      """
      # what a repository holds
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: web
        labels: {flyball.dev/type: policy}
      data:
        front: |
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: front}
          minReplicas: 8
          maxReplicas: 6
        back: "maxReplicas: 0"
        side: {maxReplicas: 6}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      ---
      apiVersion: v1
      kind: List
      items:
      - apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          maxReplica: 6
      ---
      broken: [
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: flyball-settings}
      data:
        settings.yaml: |-

          syncPeriod: 15
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String input, String... args) {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    return new CommandLine(new ValidateCommand(new ByteArrayInputStream(bytes)))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private String file(String name, String text) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text).toString();
  }

  /** The cases that a newcomer gets wrong, each with the one line that helps. */
  static Stream<Arguments> mistakes() {
    return Stream.of(
        argumentSet(
            "unknown field",
            GOOD + "replica: 3\n",
            "policy.yaml:4: replica: is not a known field; known here: behavior, flyball,"
                + " maxReplicas, metrics, minReplicas, scaleTargetRef"),
        argumentSet(
            "wrong type",
            GOOD.replace("6", "six"),
            "policy.yaml:3: maxReplicas: must be a whole number, not the text \"six\"; write"
                + " digits, without unit or quotes"),
        argumentSet(
            "minReplicas above maxReplicas",
            GOOD.replace("2", "8"),
            "policy.yaml:2: minReplicas: 8 is more than maxReplicas 6; lower it to 6 or less"),
        argumentSet(
            "negative window",
            GOOD + "behavior:\n  scaleUp:\n    stabilizationWindowSeconds: -1\n",
            "policy.yaml:6: behavior.scaleUp.stabilizationWindowSeconds: -1 is less than 0; write"
                + " 0 to 3600 seconds"),
        argumentSet(
            "period over 1800 s",
            GOOD
                + "behavior:\n  scaleUp:\n    policies:\n"
                + "    - {type: Pods, value: 1, periodSeconds: 1801}\n",
            "policy.yaml:7: behavior.scaleUp.policies[0].periodSeconds: 1801 is more than 1800;"
                + " write 1 to 1800 seconds"),
        argumentSet(
            "missing target kind",
            GOOD.replace("kind: Deployment, ", ""),
            "policy.yaml:1: scaleTargetRef.kind: is missing; write the kind to scale, such as"
                + " Deployment"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void oneLineForEachMistake(String text, String line) throws IOException {
    String file = file("policy.yaml", text);
    assertThat(run("", file)).isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly(folder + "/" + line, "1 policy: 1 invalid, with 1 problem");
  }

  @Test
  void validPoliciesGiveZero() throws IOException {
    assertThat(run("", file("a.yaml", GOOD), file("b.yaml", GOOD))).isZero();
    assertThat(out.toString()).isEqualToNormalizingNewlines("2 policies: valid\n");
  }

  @Test
  void linesAreThoseOfTheFile() {
    assertThat(run(MANIFEST, "-v", "-")).isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly(
            "stdin[front]:10: minReplicas: 8 is more than maxReplicas 6; lower it to 6 or less",
            "stdin[back]:12: scaleTargetRef: is missing; write the object to scale:"
                + " {apiVersion: apps/v1, kind: Deployment, name: …}",
            "stdin[back]:12: maxReplicas: 0 is less than 1; write 1 or more",
            "stdin[side]:13: data.side: must be text, not a mapping; write side: | in front of it",
            "stdin:15: skipped Deployment web",
            "stdin:24: items[0].spec.maxReplicas: is missing; write the most replicas there may"
                + " be, 1 or more",
            "stdin:26: items[0].spec.maxReplica: is not a known field; did you mean maxReplicas?",
            "stdin:28: is not valid YAML: expected the node content, but found '<stream end>';"
                + " check the indentation, quotes and colons here and in the line above",
            "stdin[settings.yaml]:36: syncPeriod: must be a duration with a unit, not the number"
                + " 15; add a unit: 15s",
            "5 policies, settings: 6 invalid, with 8 problems");
  }

  @Test
  void foldersAreSearchedAndOtherDocumentsLeftAlone() throws IOException {
    file("deep/down/policy.yml", GOOD);
    file("policy.json", "{\"maxReplicas\": 6}");
    file("values.yaml", "image: {tag: latest}\n");
    file("settings.yaml", "syncPeriod: 5s\n");
    file("notes.txt", "maxReplicas: 0\n");
    assertThat(run("", folder.toString())).isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly(
            folder
                + "/policy.json:1: scaleTargetRef: is missing; write the object to scale:"
                + " {apiVersion: apps/v1, kind: Deployment, name: …}",
            "2 policies, settings: 1 invalid, with 1 problem");
  }

  @Test
  void settingsByOption() throws IOException {
    String file = file("flyball.yaml", "syncPeriod: 5s\n");
    assertThat(run("", "--settings", file)).isZero();
    assertThat(run("", file)).isEqualTo(1);
  }

  @Test
  void unreadableFilesAndWrongUsageGiveTwo() throws IOException {
    assertThat(run("", file("a.yaml", "maxReplicas: 0\n"), folder + "/none.yaml")).isEqualTo(2);
    assertThat(err.toString()).isEqualToNormalizingNewlines(folder + "/none.yaml: no such file\n");
    assertThat(out.toString()).contains("maxReplicas: 0 is less than 1");
    assertThat(run("")).isEqualTo(2);
    assertThat(run("", "--output", "xml", "-")).isEqualTo(2);
  }

  @Test
  void nothingToCheckIsSaid() {
    assertThat(run("kind: Service\napiVersion: v1\n", "-")).isZero();
    assertThat(out.toString())
        .isEqualToNormalizingNewlines("no policies or settings found, 1 other object skipped\n");
  }

  @Test
  void emptyInputIsAProblem() {
    assertThat(run("# nothing\n", "-")).isEqualTo(1);
    assertThat(out.toString()).startsWith("stdin:1: is empty; ");
  }

  @Test
  void jsonForPrograms() {
    assertThat(run(MANIFEST, "--output", "json", "-")).isEqualTo(1);
    JsonNode report = JsonMapper.builder().build().readTree(out.toString());
    assertThat(report.get("valid").booleanValue()).isFalse();
    JsonNode first = report.get("documents").get(0);
    assertThat(first.get("key").stringValue()).isEqualTo("front");
    JsonNode problem = first.get("problems").get(0);
    assertThat(
            List.of(
                problem.get("line").intValue(),
                problem.get("column").intValue(),
                problem.get("field").stringValue(),
                problem.get("remedy").stringValue()))
        .isEqualTo(List.of(10, 18, "minReplicas", "lower it to 6 or less"));
  }
}
