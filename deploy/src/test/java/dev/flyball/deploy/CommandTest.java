package dev.flyball.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.cli.FlyballCommand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The command understands the arguments that pods start it with. */
class CommandTest {
  @ParameterizedTest
  @EnumSource
  void theCommandUnderstandsTheArgumentsOfPods(ValueSet set) {
    List<String> arguments = new ArrayList<>();
    try (TestingHelm helm = new TestingHelm()) {
      helm.render(set)
          .one("Deployment")
          .at("/spec/template/spec/containers/0/args")
          .forEach((JsonNode argument) -> arguments.add(argument.asString()));
    }
    var parsed = FlyballCommand.commandLine().parseArgs(arguments.toArray(String[]::new));
    assertThat(parsed.subcommand().commandSpec().name()).isEqualTo("run");
    assertThat(parsed.subcommand().unmatched()).isEmpty();
    assertThat(parsed.subcommand().matchedOptionValue("--port", 0)).isEqualTo(8080);
  }
}
