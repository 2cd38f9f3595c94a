package dev.flyball.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Wrong arguments: one clear line, exit code 2, and nothing is started. */
class BenchCommandTest {
  static Stream<Arguments> wrong() {
    return Stream.of(
        argumentSet("no benchmark", "", "name a benchmark"),
        argumentSet("unknown", "nano", "nano"),
        argumentSet("no policies", "scale --policies 0", "--policies must be 1 to 100000"),
        argumentSet("too many pods", "scale --policies 50000", "at most 200000 pods"),
        argumentSet("no duration", "scale --period soon", "'soon' is no duration"),
        argumentSet("short", "scale --for 5s", "--for must be as long as --period"),
        argumentSet("within tolerance", "scale --load-step 1.05", "--load-step must be"),
        argumentSet("no runs", "reaction --runs 0", "--runs must be 1 to 1000"),
        argumentSet("one sample", "reaction --window 5s", "a rate needs two samples"),
        argumentSet("part of a second", "reaction --up-window 1500ms", "--up-window must be whole"),
        argumentSet("no expression", "micro (", "no regular expression"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongArgumentsSaySo(String arguments, String message) {
    StringWriter error = new StringWriter();
    CommandLine command = BenchCommand.commandLine().setErr(new PrintWriter(error));
    String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ");
    assertThat(command.execute(words)).isEqualTo(2);
    assertThat(error.toString()).contains(message);
  }
}
