package dev.flyball.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.cli.FlyballCommand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** The command understands the arguments that pods start it with. */
class CommandTest {
  /** Options of the metrics APIs, which the command has yet to get. */
  private static final List<String> TO_COME =
      List.of("--metrics-api-port", "--service", "--no-metrics-api");

  @ParameterizedTest
  @EnumSource(names = {"DEFAULTS", "LEAST"})
  void theCommandUnderstandsTheArgumentsOfPods(ValueSet set) {
    List<String> arguments = new ArrayList<>();
    try (TestingHelm helm = new TestingHelm()) {
      helm.render(set)
          .one("Deployment")
          .at("/spec/template/spec/containers/0/args")
          .forEach((JsonNode argument) -> arguments.add(argument.asString()));
    }
    CommandLine run = FlyballCommand.commandLine().getSubcommands().get("run");
    assertThat(TO_COME)
        .as("there by now: take it off this list")
        .noneMatch(option -> run.getCommandSpec().findOption(option) != null);
    arguments.removeIf(argument -> TO_COME.contains(argument.replaceFirst("=.*", "")));
    var parsed = FlyballCommand.commandLine().parseArgs(arguments.toArray(String[]::new));
    assertThat(parsed.subcommand().commandSpec().name()).isEqualTo("run");
    assertThat(parsed.subcommand().unmatched()).isEmpty();
    assertThat(parsed.subcommand().matchedOptionValue("--port", 0)).isEqualTo(8080);
  }
}
