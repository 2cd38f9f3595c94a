package dev.flyball.controller.scalers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.Reports;
import dev.flyball.controller.scalers.ScalerTable.Include;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A scaler says how its policy compares with an HPA, and what that means. */
class ScalerAgreementTest {
  private static final Scaler BESIDE = Scaler.of(Reports.besideAnHpa());
  private static final Scaler ALONE = Scaler.of(Reports.scalingUp());

  @Test
  void theStatusHasHowOftenWhereAndWhy() {
    JsonNode agreement = ScalerJson.object(BESIDE).at("/status/agreement");
    assertThat(agreement.path("hpa").asString()).isEqualTo("web");
    assertThat(agreement.path("percent").asInt()).isEqualTo(97);
    assertThat(agreement.at("/differences/0/hpaReplicas").asInt()).isEqualTo(5);
    assertThat(agreement.at("/differences/0/flyballReplicas").asInt()).isEqualTo(3);
    assertThat(agreement.at("/differences/0/explanation").asString()).startsWith("cpu at 34 %");
    assertThat(ScalerJson.object(ALONE).path("status").has("agreement")).isFalse();
  }

  @Test
  void everyFieldOfItIsDescribed() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Scaler.class.getResourceAsStream("scaler-schema.json"))) {
      JsonNode schema =
          JsonMapper.shared().readTree(in).at("/properties/status/properties/agreement");
      JsonNode agreement = ScalerJson.object(BESIDE).at("/status/agreement");
      assertThat(schema.path("properties").propertyNames())
          .containsExactlyElementsOf(agreement.propertyNames());
      assertThat(schema.at("/properties/differences/items/properties").propertyNames())
          .containsExactlyElementsOf(agreement.at("/differences/0").propertyNames());
      assertThat(schema.path("description").asString()).contains("DryRun");
    }
  }

  @Test
  void wideTablesHaveAColumnOfIt() {
    ObjectNode table =
        new ScalerTable(() -> Instant.ofEpochMilli(Reports.NOW), Include.None)
            .of(List.of(BESIDE, ALONE), 1, true);
    List<String> columns =
        StreamSupport.stream(table.path("columnDefinitions").spliterator(), false)
            .map(column -> column.path("name").asString())
            .toList();
    int at = columns.indexOf("Agreement");
    assertThat(table.at("/columnDefinitions/" + at + "/priority").asInt()).isPositive();
    assertThat(table.at("/rows/0/cells/" + at).asString()).isEqualTo("97% (39/40)");
    assertThat(table.at("/rows/1/cells/" + at).asString()).isEqualTo("<none>");
  }

  @Test
  void aReaderIsToldWhenItChanges() {
    assertThat(BESIDE.looksLike(Scaler.of(Reports.besideAnHpa()))).isTrue();
    assertThat(BESIDE.looksLike(ALONE)).isFalse();
  }
}
