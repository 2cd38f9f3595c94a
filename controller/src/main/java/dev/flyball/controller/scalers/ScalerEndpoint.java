package dev.flyball.controller.scalers;

import dev.flyball.controller.scalers.ScalerEvent.Seen;
import dev.flyball.controller.scalers.ScalerSelection.MalformedException;
import dev.flyball.metrics.api.ObjectReply;
import dev.flyball.metrics.api.ObjectRequest;
import dev.flyball.metrics.api.RequestAttributes;
import dev.flyball.metrics.api.wire.ApiStatus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Answers get, list and watch. Owned by the context of the store. */
final class ScalerEndpoint {
  /** A watch lasts so long, or up to twice as long, unless told otherwise. */
  private static final long WATCH_SECONDS = 1_800;

  /** So far ahead the clock of another replica may be, in the microseconds of versions. */
  private static final long AHEAD = 60_000_000;

  private final Context context;
  private final ScalerStore store;
  private final ScalerWatches watches;
  private final InstantSource clock;

  ScalerEndpoint(Context context, ScalerStore store, ScalerWatches watches, InstantSource clock) {
    this.context = context;
    this.store = store;
    this.watches = watches;
    this.clock = clock;
  }

  Context context() {
    return context;
  }

  void close() {
    watches.close();
  }

  Future<ObjectReply> answer(ObjectRequest request) {
    RequestAttributes asked = request.attributes();
    if (!asked.resource().equals(ScalerGroup.RESOURCE.resource())
        || !asked.subresource().isEmpty()) {
      return failed(ScalerErrors.noSuchPath());
    }
    Optional<ScalerTable.Include> include =
        ScalerTable.Include.of(request.query().apply("includeObject"));
    if (include.isEmpty()) {
      return failed(ScalerErrors.bad("includeObject is one of None, Metadata and Object"));
    }
    ScalerWriter writer = new ScalerWriter(request.form(), new ScalerTable(clock, include.get()));
    return switch (asked.verb()) {
      case "get" -> caughtUp(() -> get(asked, writer));
      case "list" -> select(request, selection -> caughtUp(() -> list(request, selection, writer)));
      case "watch" ->
          select(request, selection -> caughtUp(() -> watch(request, selection, writer)));
      default -> failed(ScalerErrors.readOnly(asked));
    };
  }

  private interface Question {
    Future<ObjectReply> ask();
  }

  private interface Selected {
    Future<ObjectReply> with(ScalerSelection selection);
  }

  private static Future<ObjectReply> failed(ApiStatus status) {
    return Future.succeededFuture(new ObjectReply.Failed(status));
  }

  private Future<ObjectReply> caughtUp(Question question) {
    return store
        .refresh()
        .compose(v -> store.isSynced() ? question.ask() : failed(ScalerErrors.notSynced()));
  }

  private static Future<ObjectReply> select(ObjectRequest request, Selected next) {
    try {
      return next.with(
          ScalerSelection.of(
              request.attributes().namespace(),
              request.query().apply("labelSelector"),
              request.query().apply("fieldSelector")));
    } catch (MalformedException e) {
      return failed(ScalerErrors.bad(String.valueOf(e.getMessage())));
    }
  }

  private Future<ObjectReply> get(RequestAttributes asked, ScalerWriter writer) {
    return store
        .find(asked.namespace(), asked.name())
        .map(s -> Future.<ObjectReply>succeededFuture(new ObjectReply.Json(writer.one(s))))
        .orElseGet(() -> failed(ScalerErrors.notFound(asked.name())));
  }

  private Future<ObjectReply> list(
      ObjectRequest request, ScalerSelection selection, ScalerWriter writer) {
    if (request.query().apply("resourceVersionMatch").equals("Exact")) {
      return failed(ScalerErrors.exact());
    }
    Wanted wanted = Wanted.of(request.query().apply("resourceVersion"), store.version());
    if (wanted.refusal().isPresent()) {
      return failed(wanted.refusal().get());
    }
    List<Scaler> selected = store.select(selection);
    long version = store.version();
    return context
        .executeBlocking(() -> writer.list(selected, version), false)
        .map(body -> new ObjectReply.Json(body));
  }

  /**
   * The version that somebody wants to go on from.
   *
   * @param version the version; 0 for any, and then everything that there is comes first
   * @param refusal why there is no such version
   */
  private record Wanted(long version, Optional<ApiStatus> refusal) {
    static Wanted of(String text, long newest) {
      long version = 0;
      try {
        version = text.isEmpty() ? 0 : Long.parseLong(text);
      } catch (NumberFormatException e) {
        version = -1;
      }
      if (version < 0) {
        return new Wanted(0, Optional.of(ScalerErrors.bad("invalid resource version: " + text)));
      }
      boolean ahead = version - AHEAD > newest;
      return new Wanted(
          version, ahead ? Optional.of(ScalerErrors.tooLarge(version, newest)) : Optional.empty());
    }
  }

  private Future<ObjectReply> watch(
      ObjectRequest request, ScalerSelection selection, ScalerWriter writer) {
    Wanted wanted = Wanted.of(request.query().apply("resourceVersion"), store.version());
    if (wanted.refusal().isPresent()) {
      return failed(wanted.refusal().get());
    }
    if (watches.isFull()) {
      return failed(ScalerErrors.tooManyWatches(watches.most()));
    }
    boolean bookmarks = request.query().apply("allowWatchBookmarks").equals("true");
    boolean initial = request.query().apply("sendInitialEvents").equals("true");
    String timeout = request.query().apply("timeoutSeconds");
    ScalerWatch.Terms terms =
        new ScalerWatch.Terms(selection, writer, bookmarks, clock.millis() + millis(timeout));
    return Future.succeededFuture(
        new ObjectReply.Watch(response -> begin(terms, response, wanted.version(), initial)));
  }

  private static long millis(String timeoutSeconds) {
    return timeoutSeconds.matches("[1-9][0-9]{0,6}")
        ? Long.parseLong(timeoutSeconds) * 1000
        : ThreadLocalRandom.current().nextLong(WATCH_SECONDS, 2 * WATCH_SECONDS) * 1000;
  }

  /** Called on the context of the response. */
  private void begin(
      ScalerWatch.Terms terms, HttpServerResponse response, long from, boolean initial) {
    Context here = context.owner().getOrCreateContext();
    context.runOnContext(
        v -> {
          ScalerWatch watch = new ScalerWatch(terms, response, here, clock.millis());
          if (from == 0 || initial) {
            watches.open(
                watch, all(terms.selection()), store.version(), initial && terms.bookmarks());
          } else if (from >= store.completeFrom()) {
            watches.open(watch, List.of(), Math.min(from, store.version()), false);
          } else if (store.beganAfter(from)) {
            resume(watch, from);
          } else {
            watches.refuse(watch, ScalerErrors.expired(from, store.completeFrom()));
          }
        });
  }

  private List<Seen> all(ScalerSelection selection) {
    return store.select(selection).stream()
        .map(scaler -> new Seen(ScalerEvent.Type.ADDED, scaler))
        .toList();
  }

  /**
   * Goes on for one who has its version from another replica, from before anybody asked this one.
   * The loop knows who is gone since then; of all others it is told how they are now.
   */
  private void resume(ScalerWatch watch, long from) {
    store
        .goneSince(from)
        .onSuccess(
            known -> {
              if (known.isEmpty()) {
                watches.refuse(watch, ScalerErrors.expired(from, store.completeFrom()));
                return;
              }
              ScalerSelection selection = watch.terms.selection();
              List<Seen> seen = new ArrayList<>();
              known.get().stream()
                  .filter(selection::selects)
                  .forEach(gone -> seen.add(new Seen(ScalerEvent.Type.DELETED, gone)));
              store
                  .select(selection)
                  .forEach(scaler -> seen.add(new Seen(ScalerEvent.Type.MODIFIED, scaler)));
              watches.open(watch, seen, store.version(), false);
            });
  }
}
