package dev.flyball.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.cli.RowChange.Fate;
import dev.flyball.controller.report.ScalerCells;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tables and YAML as commands print them. */
class TextFormsTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static JsonNode row(String name, int replicas) {
    return JSON.readTree(
        """
        {"id":"shop/%1$s/%1$s","namespace":"shop","name":"%1$s",
         "target":{"kind":"Deployment","name":"%1$s"},"mode":"Active","reason":"ReadyForNewScale",
         "minReplicas":2,"maxReplicas":6,"statusReplicas":%2$d,"created":"1970-01-01T00:00:01Z",
         "targets":"cpu: 85%%/70%%, 93/100 + 1 more...","allTargets":"cpu: 85%%/70%%, 93/100, 1/2"}
        """
            .formatted(name, replicas));
  }

  private static List<ScalerCells> cells(JsonNode... rows) {
    return List.of(rows).stream().map(r -> ScalerTable.cells(r, 301_000)).toList();
  }

  @Test
  void columnsAreAsWideAsTheirCells() {
    assertThat(new ScalerTable(true, false, false).all(cells(row("web", 2), row("a-long-name", 3))))
        .containsExactly(
            "NAMESPACE   NAME          REFERENCE                TARGETS                       "
                + "     MINPODS   MAXPODS   REPLICAS   AGE   MODE     REASON",
            "shop        web           Deployment/web           cpu: 85%/70%, 93/100 + 1 more..."
                + "   2         6         2          5m    Active   ReadyForNewScale",
            "shop        a-long-name   Deployment/a-long-name   cpu: 85%/70%, 93/100 + 1 more..."
                + "   2         6         3          5m    Active   ReadyForNewScale");
    assertThat(new ScalerTable(false, true, false).all(cells(row("web", 2))).getLast())
        .startsWith("web    Deployment/web   cpu: 85%/70%, 93/100, 1/2   2");
  }

  @Test
  void onlyWhatChangesIsPrintedAgain() {
    ScalerTable table = new ScalerTable(false, false, false);
    table.all(cells(row("web", 2)));
    assertThat(table.changed(Fate.MODIFIED, ScalerTable.cells(row("web", 2), 900_000))).isEmpty();
    assertThat(table.changed(Fate.MODIFIED, cell(row("web", 3))))
        .get()
        .asString()
        .startsWith("web ");
    assertThat(table.changed(Fate.ADDED, cell(row("other", 1)))).isPresent();
  }

  @Test
  void whatIsGoneIsPrintedAsItWasAndIsNewWhenItComesBack() {
    ScalerTable table = new ScalerTable(true, false, true);
    assertThat(table.all(cells(row("web", 2))).getLast()).startsWith("ADDED   shop        web ");
    assertThat(table.changed(Fate.DELETED, cell(row("web", 2))))
        .get()
        .asString()
        .startsWith("DELETED   shop        web ");
    assertThat(table.changed(Fate.ADDED, cell(row("web", 2)))).isPresent();
  }

  private static ScalerCells cell(JsonNode row) {
    return ScalerTable.cells(row, 301_000);
  }

  @Test
  void koreanLettersTakeTwoPlaces() {
    assertThat(TextTable.lines(List.of(List.of("값", "x"), List.of("ab", "y"))))
        .containsExactly("값   x", "ab   y");
  }

  @Test
  void yamlReadsBackAsTheSame() {
    String json =
        """
        [{"id":"a","n":1.5,"no":"no","empty":[],"none":{},"deep":{"list":[{"x":1,"y":[1,2]},[3]],"t":true}},
         {"id":"b: \\"quoted\\" - #","z":null}]
        """;
    String yaml = YamlText.of(JSON.readTree(json));
    Object read = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    assertThat(JSON.<JsonNode>valueToTree(read)).as(yaml).isEqualTo(JSON.readTree(json));
  }
}
