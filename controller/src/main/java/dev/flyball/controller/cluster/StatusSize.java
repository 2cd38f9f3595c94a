package dev.flyball.controller.cluster;

import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.decide.HistorySnapshot;
import dev.flyball.core.window.RecommendationWindow.Sample;
import dev.flyball.core.window.ScaleEventLog.Event;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Keeps the status of all policies of a ConfigMap within what a ConfigMap may hold.
 *
 * <p>What people read goes first, since it can be had elsewhere; then those of the history's
 * conditions whose loss changes no decision; then the oldest recommendations and scale events; and
 * last whole policies.
 */
final class StatusSize {
  /** A ConfigMap holds at most 1 MiB; the rest is for its metadata. */
  static final int MAX_BYTES = 900_000;

  /** A recommendation takes at least this much: {@code [1700000000000,1],}. */
  private static final int BYTES_PER_ENTRY = 18;

  /**
   * The data of a status ConfigMap.
   *
   * @param documents by key
   * @param dropped what did not fit, for the log; empty where everything did
   */
  record Fitted(SortedMap<String, String> documents, String dropped) {
    Fitted {
      documents = Collections.unmodifiableSortedMap(new TreeMap<>(documents));
    }
  }

  private StatusSize() {}

  static Fitted fit(List<PolicyReport> reports, ZoneId zone) {
    return fit(reports, zone, MAX_BYTES);
  }

  static Fitted fit(List<PolicyReport> reports, ZoneId zone, int maxBytes) {
    SortedMap<String, String> documents = new TreeMap<>();
    for (PolicyReport report : reports) {
      documents.put(report.id().key(), StatusDocument.full(report, zone));
    }
    if (bytes(documents) <= maxBytes) {
      return new Fitted(documents, "");
    }
    documents = brief(reports, true, Long.MIN_VALUE);
    if (bytes(documents) <= maxBytes) {
      return new Fitted(documents, "what people read");
    }
    documents = brief(reports, false, Long.MIN_VALUE);
    if (bytes(documents) <= maxBytes) {
      return new Fitted(documents, "conditions");
    }
    return withoutOldest(reports, documents, maxBytes);
  }

  private static Fitted withoutOldest(
      List<PolicyReport> reports, SortedMap<String, String> complete, int maxBytes) {
    long[] times = reports.stream().flatMapToLong(r -> times(r.history())).sorted().toArray();
    SortedMap<String, String> documents = complete;
    int dropped = 0;
    while (bytes(documents) > maxBytes && dropped < times.length) {
      int excess = bytes(documents) - maxBytes;
      dropped = Math.min(times.length, dropped + excess / BYTES_PER_ENTRY + 1);
      documents = brief(reports, false, times[dropped - 1] + 1);
    }
    int left = 0;
    while (bytes(documents) > maxBytes) {
      documents.remove(reports.get(reports.size() - 1 - left).id().key());
      left++;
    }
    return new Fitted(
        documents, left == 0 ? "the oldest history" : "all history, and " + left + " policies");
  }

  private static SortedMap<String, String> brief(
      List<PolicyReport> reports, boolean conditions, long fromMillis) {
    SortedMap<String, String> documents = new TreeMap<>();
    for (PolicyReport report : reports) {
      HistorySnapshot history = report.history();
      HistorySnapshot kept =
          new HistorySnapshot(
              history.recommendations().stream().filter(s -> s.atMillis() >= fromMillis).toList(),
              since(history.scaleUps(), fromMillis),
              since(history.scaleDowns(), fromMillis),
              history.failures(),
              conditions ? history.conditions() : decisive(history.conditions()),
              history.desiredReplicas(),
              history.lastActiveMillis());
      documents.put(report.id().key(), StatusDocument.brief(report, kept));
    }
    return documents;
  }

  /** That a target sleeps decides whether it is woken; the others say what was decided. */
  private static List<Condition> decisive(List<Condition> conditions) {
    return conditions.stream().filter(c -> c.type() == ConditionType.ScaledToZero).toList();
  }

  private static List<Event> since(List<Event> events, long fromMillis) {
    return events.stream().filter(event -> event.atMillis() >= fromMillis).toList();
  }

  private static LongStream times(HistorySnapshot history) {
    return LongStream.concat(
        history.recommendations().stream().mapToLong(Sample::atMillis),
        Stream.concat(history.scaleUps().stream(), history.scaleDowns().stream())
            .mapToLong(Event::atMillis));
  }

  static int bytes(Map<String, String> documents) {
    int bytes = 0;
    for (Map.Entry<String, String> document : documents.entrySet()) {
      bytes += document.getKey().length();
      bytes += document.getValue().getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }
}
