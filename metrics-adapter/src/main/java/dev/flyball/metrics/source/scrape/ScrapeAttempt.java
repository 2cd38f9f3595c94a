package dev.flyball.metrics.source.scrape;

import dev.flyball.metrics.exposition.ExpositionFormat;
import dev.flyball.metrics.exposition.PageResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * One scrape of one pod, from the connection to the last byte. It ends exactly once: with a whole
 * page, a failure, or cancelled; whatever the connection does afterwards is ignored.
 */
final class ScrapeAttempt {
  /** Is told how an attempt ended. */
  interface Outcome {
    /** The page is whole and has samples. */
    void page(ScrapeAttempt attempt, PageResult page);

    /** There is no page to use. */
    void failed(ScrapeAttempt attempt, ScrapeFailure failure);
  }

  private final PodScrape pod;
  private final PageReader reader;
  private final byte[] scratch;
  private final InstantSource clock;
  private final Outcome outcome;
  private @Nullable HttpClientRequest request;
  private boolean ended;
  private boolean endKnown;
  private long sentAt;
  private long timer;

  /**
   * An attempt that is not yet started.
   *
   * @param scratch through which bytes pass to the parser; shared by all attempts of a thread
   */
  ScrapeAttempt(
      PodScrape pod, PageReader reader, byte[] scratch, InstantSource clock, Outcome outcome) {
    this.pod = pod;
    this.reader = reader;
    this.scratch = scratch;
    this.clock = clock;
    this.outcome = outcome;
    sentAt = clock.millis();
  }

  PodScrape pod() {
    return pod;
  }

  PageReader reader() {
    return reader;
  }

  /** When the page was asked for, over a connection that stood, in epoch milliseconds. */
  long sentAt() {
    return sentAt;
  }

  long timer() {
    return timer;
  }

  void start(ScrapeClient client, long timeoutMillis, long timerId) {
    timer = timerId;
    client
        .request(pod.target(), timeoutMillis)
        .onSuccess(this::send)
        .onFailure(e -> fail(ScrapeFailure.Kind.CONNECT, "no connection: " + text(e)));
  }

  void timeOut(long timeoutMillis) {
    String waited = " within " + timeoutMillis + " ms";
    fail(
        ScrapeFailure.Kind.TIMEOUT,
        (request == null ? "no connection" : "the page did not come to its end") + waited);
  }

  /** Ends the attempt without an outcome. */
  void cancel() {
    if (!ended) {
      ended = true;
      abort();
    }
  }

  private void send(HttpClientRequest ready) {
    request = ready;
    if (ended) {
      abort();
      return;
    }
    sentAt = clock.millis();
    ready.exceptionHandler(e -> fail(ScrapeFailure.Kind.TRUNCATED, text(e)));
    ready.response().onSuccess(this::read).onFailure(this::noResponse);
    ready.end();
  }

  private void noResponse(Throwable e) {
    fail(ScrapeFailure.Kind.TRUNCATED, "no answer: " + text(e));
  }

  private void read(HttpClientResponse response) {
    if (ended) {
      return;
    }
    if (response.statusCode() != 200) {
      fail(ScrapeFailure.Kind.STATUS, "the pod answered with status " + response.statusCode());
      return;
    }
    endKnown =
        response.getHeader(HttpHeaders.CONTENT_LENGTH) != null
            || response.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    reader.start(ExpositionFormat.of(response.getHeader(HttpHeaders.CONTENT_TYPE)));
    response.exceptionHandler(
        e -> fail(ScrapeFailure.Kind.TRUNCATED, "the page broke off: " + text(e)));
    response.handler(this::feed);
    response.endHandler(end -> finish());
  }

  private void feed(Buffer bytes) {
    for (int at = 0; at < bytes.length() && !ended; at += scratch.length) {
      int length = Math.min(scratch.length, bytes.length() - at);
      bytes.getBytes(at, at + length, scratch);
      if (!reader.feed(scratch, length)) {
        finish();
      }
    }
  }

  private void finish() {
    if (ended) {
      return;
    }
    PageResult page = reader.finish();
    ScrapeFailure failure = PodScrape.judge(page, endKnown, clock.millis());
    ended = true;
    if (page.status() == PageResult.Status.TOO_LARGE) {
      abort();
    }
    if (failure == null) {
      outcome.page(this, page);
    } else {
      outcome.failed(this, failure);
    }
  }

  private void fail(ScrapeFailure.Kind kind, String message) {
    if (!ended) {
      ended = true;
      abort();
      outcome.failed(this, new ScrapeFailure(kind, message, clock.millis()));
    }
  }

  /** Closes the connection: a page that is not wanted must not be fetched any further. */
  private void abort() {
    if (request != null) {
      var _ = request.reset();
    }
  }

  private static String text(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
