package dev.flyball.minicluster.api;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts of requests and bytes by verb and resource. Safe for all threads. */
public final class RequestLog {
  /** Sums of one verb on one resource. */
  public record Count(long requests, long errors, long bytesIn, long bytesOut) {}

  private record Key(String verb, String resource) {}

  private static final class Sums {
    final LongAdder requests = new LongAdder();
    final LongAdder errors = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
  }

  private final Map<Key, Sums> sums = new ConcurrentHashMap<>();

  private Sums sums(ApiCall call) {
    String group = call.group().isEmpty() ? "" : "." + call.group();
    return sums.computeIfAbsent(new Key(call.verb(), call.resource() + group), k -> new Sums());
  }

  void received(ApiCall call, long bytes) {
    Sums s = sums(call);
    s.requests.increment();
    s.bytesIn.add(bytes);
  }

  void answered(ApiCall call, int status, long bytes) {
    Sums s = sums(call);
    s.bytesOut.add(bytes);
    if (status >= 400) {
      s.errors.increment();
    }
  }

  /** Sums by {@code verb resource.group}, for example {@code patch deployments/scale.apps}. */
  public Map<String, Count> counts() {
    var result = new TreeMap<String, Count>();
    sums.forEach(
        (key, s) ->
            result.put(
                key.verb() + " " + key.resource(),
                new Count(s.requests.sum(), s.errors.sum(), s.bytesIn.sum(), s.bytesOut.sum())));
    return result;
  }

  /**
   * Requests of one verb on one resource such as {@code pods} or {@code deployments/scale.apps}.
   */
  public long requests(String verb, String resource) {
    Sums s = sums.get(new Key(verb, resource));
    return s == null ? 0 : s.requests.sum();
  }

  /** Forgets all sums. */
  public void reset() {
    sums.clear();
  }
}
