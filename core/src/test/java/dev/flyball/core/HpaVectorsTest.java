package dev.flyball.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.vectors.VectorFile;
import dev.flyball.core.vectors.VectorReplay;
import dev.flyball.core.vectors.VectorScenario;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decides what the HPA controller of Kubernetes 1.36 was recorded deciding, and compares every
 * field of every step. {@code -Dflyball.vectors=FILE} replays another file of the same format.
 */
class HpaVectorsTest {
  /** Which of several pods without a request an error names follows no order that is recorded. */
  private static final Pattern POD_NAME = Pattern.compile("(of|in) Pod \\S+");

  private int scenarios;
  private int steps;
  private int differences;

  @Test
  void reproducesEveryFieldOfEveryStep() throws IOException {
    VectorFile.forEach(this::replay);
    System.out.printf(
        "vectors: %d scenarios, %d steps, %d differences%n", scenarios, steps, differences);
    assertThat(scenarios).isPositive();
    assertThat(steps).isPositive();
    assertThat(differences).isZero();
  }

  private void replay(VectorScenario scenario) {
    scenarios++;
    VectorReplay replay = new VectorReplay(scenario);
    int number = 0;
    for (VectorScenario.Step step : scenario.steps()) {
      steps++;
      compare(scenario, number++, replay.step(step), step.expect());
    }
  }

  private void compare(
      VectorScenario scenario, int step, Map<String, JsonNode> actual, JsonNode expected) {
    actual.forEach(
        (field, value) -> {
          String is = normalized(value);
          String should = normalized(expected(field, expected));
          if (!is.equals(should) && differences++ == 0) {
            System.out.printf(
                "first difference: scenario %s, step %d, field %s%n  expected %s%n  actual   %s%n",
                scenario.id(), step, field, should, is);
          }
        });
  }

  /** A field that is left out of the record has its type's empty value. */
  private static JsonNode expected(String field, JsonNode expected) {
    JsonNode value = expected.get(field);
    if (value != null) {
      return value;
    }
    JsonMapper json = JsonMapper.shared();
    return switch (field) {
      case "failed" -> json.valueToTree(false);
      case "error" -> json.valueToTree("");
      default -> json.createArrayNode();
    };
  }

  private static String normalized(JsonNode value) {
    JsonMapper sorted =
        JsonMapper.builder()
            .enable(tools.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    String text = sorted.writeValueAsString(sorted.treeToValue(value, Object.class));
    return POD_NAME.matcher(text).replaceAll("$1 Pod *");
  }
}
