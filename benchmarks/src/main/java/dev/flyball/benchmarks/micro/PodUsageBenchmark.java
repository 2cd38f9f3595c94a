package dev.flyball.benchmarks.micro;

import dev.flyball.metrics.source.resource.PodUsage;
import dev.flyball.metrics.source.resource.PodUsageDecoder;
import dev.flyball.metrics.source.resource.PodUsageResult;
import dev.flyball.metrics.source.resource.PodUsageVisitor;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decoding the list that metrics.k8s.io answers with, in chunks as they come from a socket. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PodUsageBenchmark {
  private static final int CHUNK_BYTES = 16 * 1024;

  /** Pods in the list. */
  @Param({"100", "1000", "10000"})
  public int pods;

  private byte[] list = {};

  /** Adds up what the list says. */
  private static final class Sum implements PodUsageVisitor {
    private long milli;

    @Override
    public void pod(PodUsage usage) {
      milli += usage.cpuMilli() + usage.memoryMilli();
    }
  }

  /** Writes the list. */
  @Setup
  public void write() {
    list = list(pods);
    if (decode() == 0) {
      throw new IllegalStateException("the list has no usage");
    }
  }

  /** A list of pods with two containers each, as metrics-server writes it. */
  public static byte[] list(int pods) {
    StringBuilder json = new StringBuilder(pods * 450);
    json.append("{\"kind\":\"PodMetricsList\",\"apiVersion\":\"metrics.k8s.io/v1beta1\",");
    json.append("\"metadata\":{},\"items\":[");
    for (int i = 0; i < pods; i++) {
      json.append(i == 0 ? "" : ",").append("{\"metadata\":{\"name\":\"imprun-server-").append(i);
      json.append("\",\"namespace\":\"imprun-system\",\"creationTimestamp\":");
      json.append("\"2026-11-01T00:00:00Z\",\"labels\":{\"app\":\"imprun-server\",");
      json.append("\"pod-template-hash\":\"7d4b9c6f5\"}},\"timestamp\":\"2026-11-01T00:00:00Z\",");
      json.append(
          "\"window\":\"15.065s\",\"containers\":[{\"name\":\"server\",\"usage\":{\"cpu\":\"");
      json.append(123_456_789 + i).append("n\",\"memory\":\"").append(98_304 + i % 1_000);
      json.append("Ki\"}},{\"name\":\"proxy\",\"usage\":{\"cpu\":\"1234567n\",");
      json.append("\"memory\":\"12288Ki\"}}]}");
    }
    return json.append("]}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Decodes it. */
  @Benchmark
  public long decode() {
    Sum sum = new Sum();
    PodUsageDecoder decoder = new PodUsageDecoder(sum);
    for (int at = 0; at < list.length; at += CHUNK_BYTES) {
      decoder.feed(list, at, Math.min(list.length, at + CHUNK_BYTES));
    }
    PodUsageResult result = decoder.finish();
    return result.pods() == pods && result.malformed() == 0 ? sum.milli : 0;
  }
}
