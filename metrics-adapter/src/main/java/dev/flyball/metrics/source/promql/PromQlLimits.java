package dev.flyball.metrics.source.promql;

import java.time.Duration;

/**
 * Limits towards one server.
 *
 * @param maxAnswerBytes bytes of an answer, decompressed, at least 1
 * @param maxConnections connections, and so queries at work in the server, at least 1
 * @param maxPending questions under way or waiting for a connection, at least 1; more are refused
 * @param discoveryLookback how far back series count that only their names are asked of
 */
public record PromQlLimits(
    long maxAnswerBytes, int maxConnections, int maxPending, Duration discoveryLookback) {
  /** 16 MiB an answer, 16 connections, 1,024 pending, one hour back. */
  public static final PromQlLimits DEFAULT =
      new PromQlLimits(16L << 20, 16, 1_024, Duration.ofHours(1));

  public PromQlLimits {
    if (maxAnswerBytes < 1 || maxConnections < 1 || maxPending < 1) {
      throw new IllegalArgumentException(
          maxAnswerBytes + " bytes over " + maxConnections + " connections for " + maxPending);
    }
  }
}
