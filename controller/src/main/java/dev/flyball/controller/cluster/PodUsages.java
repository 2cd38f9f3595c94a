package dev.flyball.controller.cluster;

import dev.flyball.metrics.source.resource.PodUsage;
import dev.flyball.metrics.source.resource.PodUsageDecoder;
import dev.flyball.metrics.source.resource.PodUsageResult;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the CPU and memory of the pods of a namespace from metrics.k8s.io, decoding as it arrives.
 */
public final class PodUsages implements PodUsageSource {
  private final HttpApiClient api;

  /** Usages read through this client. */
  public PodUsages(HttpApiClient api) {
    this.api = api;
  }

  @Override
  public Future<List<Sample>> read(String namespace) {
    return api.stream(
            "/apis/metrics.k8s.io/v1beta1/namespaces/" + namespace + "/pods", Receiver::new)
        .map(
            streamed -> {
              if (streamed.status() != 200) {
                throw new UnavailableException(
                    "the resource metrics API answered with status " + streamed.status());
              }
              return streamed.receiver().samples();
            });
  }

  /** Collects the pods of one list. */
  private static final class Receiver implements HttpApiClient.Chunks {
    private final List<Sample> samples = new ArrayList<>();
    private final PodUsageDecoder decoder = new PodUsageDecoder(this::add);
    private byte[] buffer = new byte[0];

    @Override
    public void accept(ByteBuffer chunk) {
      int length = chunk.remaining();
      if (buffer.length < length) {
        buffer = new byte[length];
      }
      chunk.get(buffer, 0, length);
      decoder.feed(buffer, 0, length);
    }

    private void add(PodUsage usage) {
      int size = usage.containers();
      String[] containers = new String[size];
      long[] cpu = new long[size];
      long[] memory = new long[size];
      for (int i = 0; i < size; i++) {
        // A few names, and as many pods as there are.
        containers[i] = usage.container(i).intern();
        cpu[i] = usage.cpuMilli(i);
        memory[i] = usage.memoryMilli(i);
      }
      samples.add(
          new Sample(
              usage.name(),
              usage.timestampMillis(),
              usage.windowMillis(),
              usage.cpuMilli(),
              usage.memoryMilli(),
              new ContainerUsage(containers, cpu, memory)));
    }

    List<Sample> samples() {
      PodUsageResult result = decoder.finish();
      if (result.error() != null) {
        throw new UnavailableException(
            "the resource metrics API's list ends early: " + result.error());
      }
      return samples;
    }
  }
}
