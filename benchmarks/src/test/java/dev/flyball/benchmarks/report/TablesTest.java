package dev.flyball.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
  private static final Path README = Path.of("README.md");

  @TempDir Path folder;

  /** Numbers in the document are those of the runs. */
  @Test
  void theReadmeHasTheTablesOfItsResults() throws IOException {
    assertThat(Tables.update(README))
        .as("run ./flyball bench tables")
        .isEqualTo(Files.readString(README));
  }

  @Test
  void jmhResultsBecomeRows() throws IOException {
    Files.writeString(
        folder.resolve("micro.json"),
        """
        {"kind": "micro", "command": "./flyball bench micro", "startedAt": "2026-11-01T00:00:00Z",
         "seconds": 60, "loadBefore": 0.5,
         "machine": {"cpu": "X", "cores": 2, "memoryMib": 2048, "system": "S", "java": "J"},
         "results": [
           {"benchmark": "dev.flyball.benchmarks.micro.DecisionBenchmark.decide",
            "params": {"pods": "10"},
            "primaryMetric": {"score": 0.4567, "scoreError": 0.01, "scoreUnit": "us/op"},
            "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 0.0004}}},
           {"benchmark": "dev.flyball.benchmarks.micro.PolicyBenchmark.spec",
            "primaryMetric": {"score": 1234.5, "scoreError": "NaN", "scoreUnit": "us/op"},
            "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 90123.4}}}]}
        """);
    Path document = folder.resolve("README.md");
    Files.writeString(document, "a\n<!-- table of micro.json -->\n<!-- end of table -->\nb\n");
    String updated = Tables.update(document);
    assertThat(updated)
        .startsWith("a\n")
        .endsWith("<!-- end of table -->\nb\n")
        .contains("`./flyball bench micro`", "2 cores of X, 2 GiB")
        .containsPattern("\\| Decision\\.decide \\(pods 10\\) +\\| 0\\.457 µs \\| +0\\.0100 \\|")
        .containsPattern("\\| Policy\\.spec +\\| 1,235 µs \\| +\\| +\\| 90,123 \\|");
    Files.writeString(document, updated);
    assertThat(Tables.update(document)).as("once is enough").isEqualTo(updated);
  }

  @Test
  void aFileThatIsNoResultIsNamed() throws IOException {
    Files.writeString(folder.resolve("x.json"), "no");
    Path document = folder.resolve("README.md");
    Files.writeString(document, "<!-- table of x.json -->\n<!-- end of table -->\n");
    assertThatThrownBy(() -> Tables.update(document)).hasMessageContaining("x.json is no JSON");
  }
}
