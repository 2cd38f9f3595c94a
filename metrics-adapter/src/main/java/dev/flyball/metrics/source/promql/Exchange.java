package dev.flyball.metrics.source.promql;

import dev.flyball.metrics.source.promql.PromQlFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/** One request and its answer. It ends exactly once; what the connection does later is ignored. */
final class Exchange {
  private static final int MAX_REASON = 300;

  private final long maxBytes;
  private final Promise<PromQlResult<AnswerDecoder>> promise = Promise.promise();
  private final AnswerDecoder decoder = new AnswerDecoder();
  private @Nullable HttpClientRequest request;
  private boolean ended;
  private int status;
  private long bytes;

  Exchange(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  Future<PromQlResult<AnswerDecoder>> result() {
    return promise.future();
  }

  /** Sends a request over a connection that stands. */
  void send(HttpClientRequest ready, Buffer body) {
    request = ready;
    if (ended) {
      ready.reset();
      return;
    }
    ready.exceptionHandler(e -> fail(Kind.CONNECTION, "the connection broke: " + text(e)));
    ready
        .send(body)
        .onSuccess(this::read)
        .onFailure(e -> fail(Kind.CONNECTION, "no answer: " + text(e)));
  }

  void fail(Kind kind, String reason) {
    if (end(PromQlResult.failed(kind, reason)) && request != null) {
      request.reset();
    }
  }

  private boolean end(PromQlResult<AnswerDecoder> result) {
    boolean first = !ended;
    ended = true;
    if (first) {
      promise.complete(result);
    }
    return first;
  }

  private void read(HttpClientResponse response) {
    if (ended) {
      return;
    }
    status = response.statusCode();
    response.exceptionHandler(e -> fail(Kind.CONNECTION, "the answer broke off: " + text(e)));
    response.handler(this::feed);
    response.endHandler(done -> finish());
  }

  private void feed(Buffer piece) {
    if (ended) {
      return;
    }
    bytes += piece.length();
    if (bytes > maxBytes) {
      fail(Kind.TOO_LARGE, "the answer is longer than " + maxBytes + " bytes");
      return;
    }
    decoder.feed(piece.getBytes(), 0, piece.length());
  }

  /** The status of the answer; 0 as long as there is none. */
  int status() {
    return status;
  }

  private void finish() {
    if (ended) {
      return;
    }
    decoder.finish();
    if (status == 200 && decoder.serverError().isEmpty()) {
      end(
          decoder.problem().isEmpty()
              ? new PromQlResult.Got<>(decoder)
              : PromQlResult.failed(
                  Kind.GARBLED, "the answer cannot be read: " + decoder.problem()));
      return;
    }
    boolean server = status == 429 || status >= 500;
    String said = decoder.serverError().isEmpty() ? "" : ": " + shortened(decoder.serverError());
    end(PromQlResult.failed(server ? Kind.SERVER : Kind.REFUSED, "status " + status + said));
  }

  private static String text(Throwable e) {
    return shortened(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > MAX_REASON ? line.substring(0, MAX_REASON) + "…" : line;
  }
}
