package dev.flyball.controller.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.Reports;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.DecisionSource;
import dev.flyball.controller.loop.PolicyChanges;
import dev.flyball.controller.loop.PolicyRecord;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.core.decide.Language;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners that take nothing, and those that there is nothing to tell. The time is virtual. */
@Timeout(60)
class EventStreamTest {
  /** Their rows are more than what the sockets of both sides hold. */
  private static final int MANY = 4_000;

  private static final int SMALL_WINDOW = 4_096;
  private static final int PATIENCE_MILLIS = 30_000;

  private final AtomicLong now = new AtomicLong(1_800_000_000_000L);
  private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();

  /** Policies, of which none changes until it is said so. */
  private final class TestingChanges implements DecisionSource {
    private final List<PolicyReport> all;
    private long revision = now.get() * 1000;
    private volatile boolean synced = true;
    private volatile boolean changed;

    TestingChanges(int policies) {
      all =
          IntStream.range(0, policies)
              .mapToObj(i -> Reports.scalingUp(new PolicyId("shop", "web-" + i, "web-" + i)))
              .toList();
    }

    @Override
    public synchronized Future<PolicyChanges> changes(long since) {
      boolean complete = since == 0;
      List<PolicyReport> told = complete || changed ? all : List.of();
      changed = false;
      return Future.succeededFuture(
          new PolicyChanges(now.get(), ++revision, complete, synced, told, List.of()));
    }

    @Override
    public Future<Optional<PolicyRecord>> policy(PolicyId id) {
      return Future.succeededFuture(Optional.empty());
    }
  }

  /** A stream at a port of its own. */
  private final class Served {
    final EventStream stream;
    final PolicyBoard board;
    final int port;

    Served(TestingChanges changes) throws Exception {
      stream = new EventStream(vertx, changes, clock);
      board = new PolicyBoard(context, changes, clock, new View(Language.English, ZoneOffset.UTC));
      HttpServer server =
          vertx
              .createHttpServer(new HttpServerOptions().setSendBufferSize(SMALL_WINDOW))
              .requestHandler(
                  r -> stream.open(r.response(), board, Optional.empty(), OptionalLong.of(1)));
      Promise<HttpServer> listening = Promise.promise();
      context.runOnContext(v -> server.listen(0, "127.0.0.1").onComplete(listening));
      port = await(listening.future()).actualPort();
    }

    /** Lets time go by, and does what is due by then. */
    void after(long millis) throws Exception {
      now.addAndGet(millis);
      Promise<PolicyBoard> sent = Promise.promise();
      context.runOnContext(
          v -> {
            stream.tick();
            // What the tick waits for; it has been told of it before this is.
            board.refresh().onComplete(sent);
          });
      await(sent.future());
    }
  }

  /** Somebody who listens, and reads when told to. */
  private static final class Listener implements AutoCloseable {
    private final Socket socket = new Socket();
    private final BufferedReader lines;

    Listener(int port, int window) throws IOException {
      socket.setReceiveBufferSize(window);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(UTF_8));
      lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    /** The next line that is an event's name or a comment; empty at the end. */
    String next() throws IOException {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ") || line.startsWith(":")) {
          return line;
        }
      }
      return "";
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** What something gives where the streams are owned. */
  private <T> T on(Supplier<T> task) throws Exception {
    Promise<T> done = Promise.promise();
    context.runOnContext(v -> done.complete(task.get()));
    return await(done.future());
  }

  @Test
  void fifteenSecondsOfSilenceAreBroken() throws Exception {
    TestingChanges changes = new TestingChanges(1);
    Served served = new Served(changes);
    try (Listener listener = new Listener(served.port, 1 << 16)) {
      assertThat(listener.next()).isEqualTo("event: ready");
      assertThat(listener.next()).isEqualTo("event: reset");
      served.after(14_999);
      served.after(1);
      served.after(14_000);
      changes.changed = true;
      served.after(999);
      assertThat(listener.next()).as("one in 29.999 s").isEqualTo(": still here");
      assertThat(listener.next()).isEqualTo("event: rows");
      served.after(14_999);
      served.after(1);
      assertThat(listener.next()).as("counted from the event").isEqualTo(": still here");
    }
  }

  @Test
  void oneWhoTakesNothingForTenSecondsIsDropped() throws Exception {
    Served served = new Served(new TestingChanges(MANY));
    try (Listener stuck = new Listener(served.port, SMALL_WINDOW)) {
      assertThat(stuck.next()).isEqualTo("event: ready");
      served.after(1);
      served.after(10_000);
      assertThat(follows(served)).as("after 10 s").isTrue();
      served.after(1);
      assertThat(follows(served)).as("after more than 10 s").isFalse();
      assertThat(endOf(stuck)).isEqualTo("the connection is closed");
    }
    try (Listener another = new Listener(served.port, 1 << 20)) {
      assertThat(another.next()).as("there is room for others").isEqualTo("event: ready");
      assertThat(another.next()).isEqualTo("event: reset");
    }
  }

  private boolean follows(Served served) throws Exception {
    return on(() -> served.stream.follows(served.board));
  }

  private static String endOf(Listener listener) {
    try {
      while (!listener.next().isEmpty()) {}
      return "the connection is closed";
    } catch (SocketTimeoutException e) {
      return "the connection is still there";
    } catch (IOException e) {
      return "the connection is closed";
    }
  }

  /** That it has taken something may be noticed one step later. */
  @Test
  void oneWhoIsSlowAndTakesSomethingIsKept() throws Exception {
    Served served = new Served(new TestingChanges(MANY));
    try (Listener slow = new Listener(served.port, SMALL_WINDOW)) {
      assertThat(slow.next()).isEqualTo("event: ready");
      assertThat(slow.next()).isEqualTo("event: reset");
      char[] some = new char[200_000];
      for (int i = 0; i < 6; i++) {
        for (int read = 0; read < some.length; ) {
          read += slow.lines.read(some, read, some.length - read);
        }
        served.after(5_000);
      }
      assertThat(follows(served)).as("after 30 s").isTrue();
    }
  }

  /** Rows that have not been read yet would look as if they were gone. */
  @Test
  void nothingIsToldUntilTheClusterHasBeenRead() throws Exception {
    TestingChanges changes = new TestingChanges(1);
    changes.synced = false;
    Served served = new Served(changes);
    try (Listener listener = new Listener(served.port, 1 << 16)) {
      assertThat(listener.next()).isEqualTo("event: ready");
      served.after(15_000);
      assertThat(listener.next()).isEqualTo(": still here");
      changes.synced = true;
      served.after(1_000);
      assertThat(listener.next()).isEqualTo("event: reset");
    }
  }
}
