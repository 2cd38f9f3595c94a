package dev.flyball.controller.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.cli.FlyballCommand;
import dev.flyball.minicluster.Minicluster;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** {@code flyball get -w}: what comes, changes and goes, over a restart of the controller too. */
@Timeout(120)
class GetWatchTest {
  private static TestingController it;

  private final List<Watching> watching = new ArrayList<>();

  /** What is printed, until it is closed: then a watch ends as it does where its pipe is closed. */
  private static final class Terminal extends FilterWriter {
    private boolean closed;

    Terminal() {
      super(new StringWriter());
    }

    @Override
    public synchronized void flush() throws IOException {
      if (closed) {
        throw new IOException("closed");
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
    }

    @Override
    public String toString() {
      return out.toString();
    }
  }

  @BeforeAll
  static void start() {
    it = new TestingController(Minicluster.builder());
    it.settings("syncPeriod: 1s\n");
    it.policy("web", policy("web", 8));
    it.start();
  }

  @AfterEach
  void stopWatching() throws InterruptedException {
    watching.forEach(one -> one.out.close());
    it.policy("web", policy("web", 9)); // A watch notices when there is something to tell.
    for (Watching one : watching) {
      assertThat(one.thread.join(Duration.ofSeconds(40))).as("%s has ended", one).isTrue();
    }
    it.policy("web", policy("web", 8));
  }

  @AfterAll
  static void close() {
    it.close();
  }

  private static String policy(String target, int maxReplicas) {
    return """
    scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
    maxReplicas: %d
    metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
    """
        .formatted(target, maxReplicas);
  }

  /** A command that goes on, and what it has printed. */
  private record Watching(Terminal out, Thread thread) {
    boolean has(String line) {
      return count(line) > 0;
    }

    long count(String line) {
      return out.toString().lines().filter(l -> l.matches(line)).count();
    }

    /** Whether a document of an event was printed. */
    boolean told(String type, String id) {
      return out.toString()
          .lines()
          .filter(line -> line.endsWith("}"))
          .map(JsonMapper.shared()::readTree)
          .anyMatch(
              event ->
                  event.path("type").asString("").equals(type)
                      && event.path("object").path("id").asString("").equals(id));
    }
  }

  private Watching watch(String... options) {
    List<String> line = new ArrayList<>(List.of("get", "-n", "shop", "-w", "--server"));
    line.add("http://127.0.0.1:" + it.controller().webPort());
    line.addAll(List.of(options));
    Terminal out = new Terminal();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () ->
                    FlyballCommand.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .execute(line.toArray(String[]::new)));
    Watching begun = new Watching(out, thread);
    watching.add(begun);
    it.eventually("the list", () -> out.toString().contains("web"));
    return begun;
  }

  @Test
  void whatComesChangesAndGoesIsPrintedInEachForm() {
    Watching plain = watch();
    Watching events = watch("--output-watch-events");
    Watching json = watch("--output-watch-events", "-o", "json");
    it.policy("fresh", policy("nothing", 8));
    it.eventually(
        "it has come",
        () ->
            plain.has("fresh +Deployment/nothing .* 1 +8 .*")
                && events.has("ADDED +fresh +Deployment/nothing .*")
                && json.told("ADDED", "shop/fresh/fresh"));
    it.policy("fresh", policy("nothing", 5));
    it.eventually(
        "it has changed",
        () ->
            plain.has("fresh .* 1 +5 .*")
                && events.has("MODIFIED +fresh .* 1 +5 .*")
                && json.told("MODIFIED", "shop/fresh/fresh"));
    long before = plain.count("fresh .*");
    it.deletePolicy("fresh");
    it.eventually(
        "it is gone",
        () ->
            events.has("DELETED +fresh .* 1 +5 .*")
                && json.told("DELETED", "shop/fresh/fresh")
                && plain.count("fresh .*") > before);
    assertThat(plain.count("NAME .*")).isEqualTo(1);
    assertThat(events.out.toString()).startsWith("EVENT   ").doesNotContain("DELETED   web");
  }

  /** What has happened meanwhile is told once it is back, and what has not is not. */
  @Test
  void aControllerThatComesBackIsFollowedOn() {
    it.policy("leaving", policy("nothing", 8));
    it.eventually(
        "the controller knows it",
        () -> it.snapshot().policies().stream().anyMatch(p -> p.id().key().equals("leaving")));
    Watching events = watch("--output-watch-events");
    assertThat(events.has("ADDED +leaving .*")).isTrue();
    int port = it.controller().webPort();
    it.stopController();
    it.deletePolicy("leaving");
    it.policy("arriving", policy("nothing", 8));
    it.start(port);
    it.eventually(
        "what was missed",
        () -> events.has("DELETED +leaving .*") && events.has("ADDED +arriving .*"));
    assertThat(events.out.toString()).doesNotContainPattern("DELETED +(web|arriving)");
    assertThat(events.count("ADDED +web .*")).isEqualTo(1);
    it.deletePolicy("arriving");
    it.eventually("it goes on", () -> events.has("DELETED +arriving .*"));
  }
}
