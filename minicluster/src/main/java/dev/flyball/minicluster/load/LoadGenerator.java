package dev.flyball.minicluster.load;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;

/**
 * Sends requests at the rate of a profile whether or not they are answered (open loop), with a
 * bound on those under way: beyond it they are counted as skipped instead of sent. Runs on one
 * event loop.
 */
public final class LoadGenerator implements AutoCloseable {
  private static final long TICK_MILLIS = 10;
  private static final int MOST_UNDER_WAY = 4096;
  private static final int CONNECTIONS = 256;

  private final Vertx vertx;
  private final HttpClient client;
  private final int port;
  private final LoadProfile profile;
  private final LoadStatistics statistics = new LoadStatistics();
  private final long startNanos = System.nanoTime();
  private final long timer;
  private long tickNanos = startNanos;
  private double owed;
  private int underWay;

  private LoadGenerator(Vertx vertx, int port, LoadProfile profile) {
    this.vertx = vertx;
    this.port = port;
    this.profile = profile;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(MOST_UNDER_WAY));
    this.timer = vertx.setPeriodic(TICK_MILLIS, id -> tick());
  }

  /** Begins to send GET requests to a port of 127.0.0.1. */
  public static LoadGenerator start(Vertx vertx, int port, LoadProfile profile) {
    return new LoadGenerator(vertx, port, profile);
  }

  /** Counts and latencies so far. */
  public LoadStatistics.Snapshot statistics() {
    return statistics.snapshot();
  }

  /** The rate that the profile asks for now, requests per second. */
  public double wantedRate() {
    return profile.requestsPerSecond((System.nanoTime() - startNanos) / 1e9);
  }

  private void tick() {
    long now = System.nanoTime();
    // A long pause of this process is not made up for with a burst.
    double seconds = Math.min(0.1, (now - tickNanos) / 1e9);
    tickNanos = now;
    owed += wantedRate() * seconds;
    for (; owed >= 1; owed--) {
      if (underWay < MOST_UNDER_WAY) {
        send();
      } else {
        statistics.skipped();
      }
    }
  }

  private void send() {
    long begin = System.nanoTime();
    underWay++;
    statistics.sent();
    client
        .request(HttpMethod.GET, port, "127.0.0.1", "/")
        .compose(request -> request.send())
        .compose(response -> response.body().map(body -> response))
        .onComplete(
            answer -> {
              underWay--;
              if (answer.succeeded()) {
                HttpClientResponse response = answer.result();
                statistics.answered(response.statusCode(), System.nanoTime() - begin);
              } else {
                statistics.failed();
              }
            });
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
    client.close();
  }
}
