package dev.flyball.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class MicroCommandTest {
  @Test
  void resultsNameNoFoldersOfTheMachine() {
    JsonMapper mapper = JsonMapper.shared();
    String results =
        """
        [{"benchmark": "a", "jvm": "/opt/bin/java", "jvmArgs": ["-Dflyball.root=/home/me/flyball", "-Xmx1g", "-Dflyball.demo.log=/x"]},
         {"benchmark": "b"}]
        """;
    assertThat(MicroCommand.withoutFolders(mapper.readTree(results)))
        .isEqualTo(
            mapper.readTree(
                """
                [{"benchmark": "a", "jvmArgs": ["-Xmx1g"]}, {"benchmark": "b"}]
                """));
  }
}
