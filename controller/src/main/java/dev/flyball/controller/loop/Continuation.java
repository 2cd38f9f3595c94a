package dev.flyball.controller.loop;

import dev.flyball.core.decide.History;
import dev.flyball.core.decide.HistorySnapshot;
import dev.flyball.core.window.RecommendationWindow.Sample;
import dev.flyball.core.window.ScaleEventLog.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Goes on with a history that another process has kept, or this one before it was restarted.
 *
 * <ul>
 *   <li>Scale events, conditions and the replicas last decided are the kept ones: only who leads
 *       changes replicas.
 *   <li>Recommendations are the kept ones and, between them, those that this process has made as a
 *       standby: a window is held by whoever saw a reason to hold it.
 *   <li>After a process that did not end in order, the last kept recommendation counts until now:
 *       its repetition was no news and was not saved, see {@link Statuses}, and when that process
 *       ended is not known. A window may so last longer than it would have, by the time without a
 *       process, and never shorter. Where this process itself has decided meanwhile, it counts
 *       until that began.
 *   <li>Failed readings in a row are those that this process has seen, or else the kept ones; a
 *       metric was last active when either has seen it so.
 *   <li>Nothing lies in the future: the clock of the process before may have been ahead.
 * </ul>
 */
final class Continuation {
  private Continuation() {}

  /**
   * The history to go on with.
   *
   * @param own what this process has recommended; empty for one that has just started
   * @param decidingSinceMillis since when it has; 0 for not yet
   */
  static History of(KeptStatus kept, HistorySnapshot own, long decidingSinceMillis, long now) {
    List<Sample> recommendations = new ArrayList<>();
    for (Sample sample : kept.history().recommendations()) {
      recommendations.add(new Sample(Math.min(now, sample.atMillis()), sample.replicas()));
    }
    if (!recommendations.isEmpty()) {
      Sample last = recommendations.getLast();
      long until = decidingSinceMillis == 0 ? now : decidingSinceMillis;
      if (kept.savedMillis() > 0 && until > last.atMillis()) {
        recommendations.add(new Sample(Math.min(now, until), last.replicas()));
      }
    }
    recommendations.addAll(own.recommendations());
    recommendations.sort(Comparator.comparingLong(Sample::atMillis));
    return History.restore(
        new HistorySnapshot(
            recommendations,
            notAfter(kept.history().scaleUps(), now),
            notAfter(kept.history().scaleDowns(), now),
            own.failures().isEmpty() ? kept.history().failures() : own.failures(),
            kept.history().conditions(),
            kept.history().desiredReplicas(),
            Math.min(now, Math.max(kept.history().lastActiveMillis(), own.lastActiveMillis()))));
  }

  private static List<Event> notAfter(List<Event> events, long now) {
    return events.stream()
        .map(e -> new Event(Math.min(now, e.atMillis()), e.change(), e.outdated()))
        .toList();
  }
}
