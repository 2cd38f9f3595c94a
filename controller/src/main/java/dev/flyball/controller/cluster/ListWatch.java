package dev.flyball.controller.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows all objects of a kind as an informer does: it lists them in pages and then watches, reads
 * of each object only what is wanted, as its bytes come, and keeps none. An informer would make
 * objects of several hundred classes of all their fields, to be thrown away.
 *
 * <p>A watch that ends is taken up where it ended; one that cannot be, because the API server has
 * forgotten the version, is followed by a list. All state belongs to the context; documents are
 * read on other threads.
 *
 * @param <T> what is wanted of an object
 */
final class ListWatch<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ListWatch.class);
  private static final int PAGE = 500;
  private static final int GONE = 410;
  private static final int FORBIDDEN = 403;
  private static final long FIRST_WAIT_MILLIS = 500;
  private static final long LONGEST_WAIT_MILLIS = 30_000;

  /** After this long the API server ends a watch, which is then taken up again. */
  private static final int WATCH_SECONDS = 300;

  /**
   * A watch on which nothing came for so long may be cut without either end knowing. API servers
   * send bookmarks about once a minute.
   */
  private static final long SILENCE_MILLIS = 150_000;

  /** Is told what there is. All calls come on the context, in order. */
  interface Listener<T> {
    /** A list begins; what it does not name is no longer there. */
    void listing();

    /** An object is there or has changed. */
    void there(T value);

    /** An object is gone. */
    void gone(String namespace, String name);

    /** A list has been told in full. */
    void listed();
  }

  private final HttpApiClient api;
  private final Context context;
  private final String path;
  private final ListWatchDecoder<T> decoder;
  private final Listener<T> listener;
  private final Promise<Void> firstListed = Promise.promise();
  private String version = "";
  private int failures;
  private String said = "";
  private boolean closed;
  private HttpApiClient.@Nullable Open watch;
  private long heardNanos;
  private long silenceTimer = -1;

  /**
   * Follows nothing yet.
   *
   * @param path of the list, such as {@code /api/v1/pods}; may have a query that selects
   */
  ListWatch(
      HttpApiClient api,
      Context context,
      String path,
      ObjectDecoder<T> decoder,
      Listener<T> listener) {
    this.api = api;
    this.context = context;
    this.path = path;
    this.decoder = new ListWatchDecoder<>(decoder);
    this.listener = listener;
  }

  /**
   * Begins. Called on the context.
   *
   * @return succeeds once everything that was there has been told, however long that takes
   */
  Future<Void> start() {
    silenceTimer = context.owner().setPeriodic(SILENCE_MILLIS / 5, id -> breakSilence());
    list();
    return firstListed.future();
  }

  private void list() {
    if (!closed) {
      listener.listing();
      page("");
    }
  }

  private void page(String token) {
    String query = "limit=" + PAGE + (token.isEmpty() ? "" : "&continue=" + token);
    api.bytes(pathWith(query), decoder::page)
        .onSuccess(this::take)
        .onFailure(error -> again("list", String.valueOf(error.getMessage()), this::list));
  }

  private String pathWith(String query) {
    return path + (path.contains("?") ? "&" : "?") + query;
  }

  private void take(HttpApiClient.Decoded<ListWatchDecoder.Page<T>> answer) {
    ListWatchDecoder.Page<T> page = answer.value();
    if (closed) {
      return;
    }
    if (page == null) {
      again("list", status(answer.status()), this::list);
      return;
    }
    // Asked for before this part is told, so that the server has something to do meanwhile.
    boolean last = page.next().isEmpty();
    if (!last) {
      page(page.next());
    }
    page.values().forEach(listener::there);
    if (!last) {
      return;
    }
    version = page.version();
    failures = 0;
    said = "";
    listener.listed();
    firstListed.tryComplete();
    watch();
  }

  private void watch() {
    if (closed) {
      return;
    }
    heardNanos = System.nanoTime();
    String query =
        "watch=true&allowWatchBookmarks=true&timeoutSeconds="
            + ThreadLocalRandom.current().nextInt(WATCH_SECONDS, 2 * WATCH_SECONDS)
            + "&resourceVersion="
            + version;
    Lines lines = new Lines();
    api.open(
            pathWith(query),
            piece -> {
              List<ListWatchDecoder.Change<T>> changes = lines.add(piece, decoder::change);
              context.runOnContext(v -> heard(changes));
            })
        .onSuccess(this::opened)
        .onFailure(error -> again("watch", String.valueOf(error.getMessage()), this::watch));
  }

  private void opened(HttpApiClient.Open opened) {
    if (opened.status() != 200 || closed) {
      opened.cancel().run();
      if (opened.status() == GONE) {
        list();
      } else {
        again("watch", status(opened.status()), this::watch);
      }
      return;
    }
    watch = opened;
    long began = System.nanoTime();
    opened
        .done()
        .onComplete(
            ended -> {
              if (opened.equals(watch)) {
                watch = null;
                ended(System.nanoTime() - began);
              }
            });
  }

  /** A server that ends each watch at once is not to be asked in a tight loop. */
  private void ended(long lastedNanos) {
    if (lastedNanos > LONGEST_WAIT_MILLIS * 1_000_000) {
      failures = 0;
      watch();
    } else {
      again("watch", "it has ended", this::watch);
    }
  }

  private void heard(List<ListWatchDecoder.Change<T>> changes) {
    heardNanos = System.nanoTime();
    for (ListWatchDecoder.Change<T> change : changes) {
      if (closed) {
        return;
      }
      switch (change) {
        case ListWatchDecoder.Change.There<T>(T value, String at) -> {
          version = at;
          listener.there(value);
        }
        case ListWatchDecoder.Change.Gone<T>(String namespace, String name, String at) -> {
          version = at;
          listener.gone(namespace, name);
        }
        case ListWatchDecoder.Change.Bookmark<T>(String at) -> version = at;
        case ListWatchDecoder.Change.Lost<T> lost -> {
          cut();
          again("watch", lost.why(), this::list);
          return;
        }
      }
    }
  }

  private void breakSilence() {
    if (watch != null && System.nanoTime() - heardNanos > SILENCE_MILLIS * 1_000_000) {
      cut();
      watch();
    }
  }

  private void cut() {
    HttpApiClient.Open open = watch;
    watch = null;
    if (open != null) {
      open.cancel().run();
    }
  }

  private static String status(int status) {
    return status == FORBIDDEN
        ? "status 403: the ClusterRole of Flyball needs list and watch of it"
        : "status " + status;
  }

  private void again(String what, String why, Runnable attempt) {
    if (closed) {
      return;
    }
    long wait = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(failures, 10));
    // What is lasting, as a role without the right, is met at each attempt; once is enough.
    if (failures++ > 0 && !why.equals(said)) {
      said = why;
      LOG.atWarn().addKeyValue("path", path).log("cannot {}, trying again: {}", what, why);
    }
    context
        .owner()
        .setTimer(ThreadLocalRandom.current().nextLong(wait / 2, wait + 1), id -> attempt.run());
  }

  /** Stops. Called on the context. */
  @Override
  public void close() {
    closed = true;
    context.owner().cancelTimer(silenceTimer);
    cut();
  }
}
