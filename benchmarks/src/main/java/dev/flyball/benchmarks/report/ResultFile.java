package dev.flyball.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run measured, with all that one has to know to judge it.
 *
 * @param kind which benchmark
 * @param command how it was started
 * @param startedAt when, in UTC
 * @param seconds how long it took
 * @param machine on what
 * @param loadBefore processes that wanted a core in the minute before
 * @param results the numbers, in the form that the benchmark has chosen
 */
public record ResultFile(
    String kind,
    String command,
    String startedAt,
    long seconds,
    Machine machine,
    double loadBefore,
    JsonNode results) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** A run that has begun. */
  public static final class Run {
    private final String kind;
    private final String command;
    private final Instant start = Instant.now();
    private final double load = Machine.load();

    private Run(String kind, String command) {
      this.kind = kind;
      this.command = command;
    }

    /**
     * Writes the file, and the folders that it lies in.
     *
     * @param results what was measured
     */
    public void write(Path file, Object results) {
      ObjectNode root = JSON.createObjectNode();
      root.put("kind", kind).put("command", command);
      root.put("startedAt", start.truncatedTo(ChronoUnit.SECONDS).toString());
      root.put("seconds", start.until(Instant.now(), ChronoUnit.SECONDS));
      root.set("machine", JSON.valueToTree(Machine.here()));
      root.put("loadBefore", load);
      root.set("results", JSON.valueToTree(results));
      try {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
          Files.createDirectories(folder);
        }
        Files.writeString(file, JSON.writeValueAsString(root) + "\n");
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + file, e);
      }
    }
  }

  /** Notes how and when a run begins. */
  public static Run begin(String kind, ParseResult arguments) {
    // The arguments begin with the kind.
    StringBuilder command = new StringBuilder("./flyball bench");
    arguments.originalArgs().forEach(argument -> command.append(' ').append(argument));
    return new Run(kind, command.toString());
  }

  /**
   * Reads a file that a run wrote.
   *
   * @throws IllegalArgumentException when it is none; the message names it
   */
  public static ResultFile read(Path file) {
    try {
      return JSON.treeToValue(parse(file), ResultFile.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(file + " is no result of a benchmark", e);
    }
  }

  /**
   * Reads any JSON.
   *
   * @throws IllegalArgumentException when it is none; the message names the file
   */
  public static JsonNode parse(Path file) {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(file + " is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
