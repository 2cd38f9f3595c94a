package dev.flyball.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class FlyballCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String line) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);
    return FlyballCommand.commandLineFor(arguments)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void whereACommandIsNamedNoOtherIsMade() {
    Map<String, CommandLine> all = FlyballCommand.commandLine().getSubcommands();
    assertThat(all).hasSize(9);
    all.forEach((name, command) -> assertThat(command.getCommandName()).isEqualTo(name));
    assertThat(FlyballCommand.commandLineFor("run", "--port", "1").getSubcommands())
        .containsOnlyKeys("run");
    for (String other : List.of("help", "rum", "--help")) {
      assertThat(FlyballCommand.commandLineFor(other).getSubcommands()).hasSameSizeAs(all);
    }
  }

  static Stream<Arguments> wrongUsages() {
    return Stream.of(
        argumentSet("nothing", "", "flyball: name a command, for example: flyball demo"),
        argumentSet("unknown command", "dmo", "flyball: Unmatched argument at index 0: 'dmo'"),
        argumentSet("unknown option", "demo --bogus", "flyball demo: Unknown option: '--bogus'"),
        argumentSet(
            "no duration",
            "demo --for x",
            "flyball demo: Invalid value for option '--for': 'x' is no duration; write one such as"
                + " 90s or 5m"),
        argumentSet(
            "no speed", "demo --speed 0", "flyball demo: the speed must be 1 to 15, not 0.0"),
        argumentSet(
            "no port", "demo --port 99999", "flyball demo: a port is 0 to 65535, not 99999"),
        argumentSet("no file", "validate", "flyball validate: Missing required parameter: 'FILE'"));
  }

  @ParameterizedTest
  @MethodSource("wrongUsages")
  void wrongUsageIsToldFirstAndInShort(String line, String expected) {
    assertThat(run(line)).isEqualTo(2);
    assertThat(err.toString().lines()).first().isEqualTo(expected);
    assertThat(err.toString().lines().toList()).hasSizeLessThanOrEqualTo(3);
    assertThat(err.toString()).contains(" --help' tells more.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "demo --help",
        "run --help",
        "validate --help",
        "explain --help",
        "get --help",
        "help demo",
        "import --help",
        "takeover --help",
        "handback --help"
      })
  void helpGoesToStandardOutput(String line) {
    assertThat(run(line)).isZero();
    assertThat(out.toString()).startsWith("Usage: flyball");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "demo --version", "run -V", "validate -V"})
  void everyCommandKnowsItsVersion(String line) {
    assertThat(run(line)).isZero();
    assertThat(out.toString()).startsWith("flyball ");
  }
}
