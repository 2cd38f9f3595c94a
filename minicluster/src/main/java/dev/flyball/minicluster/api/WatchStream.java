package dev.flyball.minicluster.api;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One open watch. It reads changes from the window of the store at its own pace: a slow client
 * holds no queue here, it falls out of the window and gets 410. Everything but the wake-up runs on
 * the event loop of the request.
 */
final class WatchStream {
  private static final int BATCH = 256;
  private static final byte[] END = "}".getBytes(StandardCharsets.UTF_8);

  /** What the client asked for. */
  record Options(
      String version,
      boolean bookmarks,
      boolean initialEvents,
      long timeoutMillis,
      long bookmarkMillis) {}

  private final ObjectStore store;
  private final ResourceType type;
  private final Selection selection;
  private final Options options;
  private final WatchSink sink;
  private final Vertx vertx;
  private final Context context;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final List<Runnable> cleanups = new ArrayList<>();
  private long index;
  private long seenVersion;
  private boolean draining;
  private boolean ended;

  private WatchStream(
      Vertx vertx,
      ObjectStore store,
      ResourceType type,
      Selection selection,
      Options options,
      WatchSink sink) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.store = store;
    this.type = type;
    this.selection = selection;
    this.options = options;
    this.sink = sink;
  }

  /** Begins on the event loop of the request. */
  static void open(
      Vertx vertx,
      ObjectStore store,
      Faults faults,
      ResourceType type,
      Selection selection,
      Options options,
      WatchSink sink) {
    new WatchStream(vertx, store, type, selection, options, sink).start(faults);
  }

  private void start(Faults faults) {
    sink.onClose(v -> cleanup());
    cleanups.add(faults.onDrop(() -> context.runOnContext(v -> sink.cut())));
    cleanups.add(store.onChange(type, this::wake));
    long deadline = vertx.setTimer(Math.max(1, options.timeoutMillis()), id -> end());
    cleanups.add(() -> vertx.cancelTimer(deadline));
    if (options.bookmarks()) {
      long timer = vertx.setPeriodic(options.bookmarkMillis(), id -> bookmark());
      cleanups.add(() -> vertx.cancelTimer(timer));
    }
    if (options.initialEvents() || options.version().isEmpty() || options.version().equals("0")) {
      initial();
    } else {
      index = store.indexAfter(type, parseVersion(options.version()));
      if (index < 0) {
        expire();
        return;
      }
    }
    pump();
  }

  private static long parseVersion(String version) {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException e) {
      throw ApiException.badRequest("resourceVersion: Invalid value: \"" + version + "\"");
    }
  }

  private void initial() {
    long[] at = new long[1];
    var snapshot = store.snapshotWithIndex(type, selection.namespace(), at);
    index = at[0];
    for (StoredObject object : snapshot.objects()) {
      if (selection.matches(object)) {
        sink.send(line("ADDED", Lists.shown(type, object)));
      }
    }
    if (options.initialEvents() && options.bookmarks()) {
      sink.send(line("BOOKMARK", bookmarkObject(snapshot.resourceVersion(), true)));
    }
  }

  private void wake() {
    if (woken.compareAndSet(false, true)) {
      context.runOnContext(v -> pump());
    }
  }

  private void pump() {
    woken.set(false);
    while (!ended && !draining) {
      ObjectStore.Batch batch =
          store.read(type, index, BATCH, change -> change.seenBy(selection) != null);
      index = batch.nextIndex();
      write(batch);
      if (batch.expired()) {
        expire();
      } else if (batch.changes().size() < BATCH) {
        seenVersion = batch.resourceVersion();
        return;
      }
    }
  }

  private void write(ObjectStore.Batch batch) {
    if (batch.changes().isEmpty()) {
      return;
    }
    for (Change change : batch.changes()) {
      Change.Kind kind = change.seenBy(selection);
      if (kind != null) {
        sink.send(line(kind.name(), Lists.shown(type, change.object())));
      }
    }
    if (sink.full()) {
      draining = true;
      sink.onDrain(
          v -> {
            draining = false;
            pump();
          });
    }
  }

  private void bookmark() {
    pump();
    if (!draining && !ended) {
      sink.send(line("BOOKMARK", bookmarkObject(seenVersion, false)));
    }
  }

  private byte[] bookmarkObject(long version, boolean initial) {
    var object = Json.object();
    object.put("kind", type.kind()).put("apiVersion", type.apiVersion());
    var metadata = object.putObject("metadata").put("resourceVersion", Long.toString(version));
    metadata.putNull("creationTimestamp");
    if (initial) {
      metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
    }
    return Json.bytes(object);
  }

  private void expire() {
    var gone = ApiException.expired("too old resource version: " + options.version());
    sink.send(line("ERROR", Json.bytes(gone.status())));
    end();
  }

  private static Buffer line(String kind, byte[] object) {
    return Buffer.buffer()
        .appendString("{\"type\":\"")
        .appendString(kind)
        .appendString("\",\"object\":")
        .appendBytes(object)
        .appendBytes(END);
  }

  private void end() {
    if (!ended) {
      cleanup();
      sink.end();
    }
  }

  private void cleanup() {
    ended = true;
    cleanups.forEach(Runnable::run);
    cleanups.clear();
  }
}
