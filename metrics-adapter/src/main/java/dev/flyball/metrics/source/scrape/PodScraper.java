package dev.flyball.metrics.source.scrape;

import dev.flyball.metrics.exposition.PageResult;
import dev.flyball.metrics.series.PodKey;
import dev.flyball.metrics.series.SeriesStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scrapes pods into a {@link SeriesStore}: each pod once an interval, spread over it, so many at a
 * time, and each with its own deadline, limits and breaker.
 *
 * <p>Every method is called on one event-loop context, the owner of the store; nothing blocks. A
 * failed scrape is not retried before its next turn, which is the retry.
 */
public final class PodScraper {
  private static final int SCRATCH_BYTES = 16 * 1024;
  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final SeriesStore store;
  private final Clock clock;
  private final ScrapeSettings settings;
  private final ScrapeListener listener;
  private final ScrapeClient client;
  private final ScrapeTotals totals = new ScrapeTotals();
  private final Map<PodKey, PodScrape> pods = new HashMap<>();
  private final ArrayDeque<PodScrape> queue = new ArrayDeque<>();
  private final ArrayDeque<PageReader> readers = new ArrayDeque<>();
  private final byte[] scratch = new byte[SCRATCH_BYTES];
  private final ScrapeAttempt.Outcome outcome = new Recorder();

  private ScrapePlan plan = new ScrapePlan(List.of());
  private @Nullable ScrapeWheel wheel;
  private PodBreakers breakers;
  private long wheelTimer = NO_TIMER;
  private int inFlight;
  private boolean dispatching;

  /** A scraper without pods and series. */
  public PodScraper(
      Vertx vertx,
      SeriesStore store,
      Clock clock,
      ScrapeSettings settings,
      ScrapeListener listener) {
    this.vertx = vertx;
    this.store = store;
    this.clock = clock;
    this.settings = settings;
    this.listener = listener;
    client = new ScrapeClient(vertx, settings);
    breakers = new PodBreakers(clock, settings.timeoutMillis());
  }

  /**
   * Replaces the series. Those that stay keep their samples; one whose metric, matchers or kind has
   * changed starts anew; one that is gone leaves the store.
   */
  public void series(List<ScrapedSeries> definitions) {
    ScrapePlan changed = new ScrapePlan(definitions);
    for (ScrapedSeries old : plan.series()) {
      ScrapedSeries now = find(changed, old.name());
      if (now == null) {
        store.remove(old.name());
      } else if (!now.continues(old)) {
        store.clear(old.name());
      }
    }
    changed.series().forEach(definition -> store.define(definition.spec()));
    boolean rhythm = changed.intervalMillis() != plan.intervalMillis();
    plan = changed;
    readers.clear();
    if (rhythm) {
      rebuildWheel();
    }
  }

  private static @Nullable ScrapedSeries find(ScrapePlan plan, String name) {
    return plan.series().stream().filter(s -> s.name().equals(name)).findFirst().orElse(null);
  }

  /**
   * Adds a pod, or changes where it is scraped. Another uid under a known name forgets the samples
   * of the pod before; its rows stay.
   */
  public void put(ScrapeTarget target) {
    PodKey key = new PodKey(target.namespace(), target.pod());
    PodScrape known = pods.get(key);
    if (known == null) {
      PodScrape added = new PodScrape(target);
      pods.put(key, added);
      if (wheel != null) {
        wheel.add(added);
      }
    } else if (!known.target().equals(target)) {
      if (!known.target().uid().equals(target.uid())) {
        store.clearPod(target.namespace(), target.pod());
      }
      cancel(known);
      known.target(target);
    }
  }

  /** Removes a pod, its rows in the store included; a scrape that is under way is given up. */
  public void remove(String namespace, String pod) {
    PodScrape removed = pods.remove(new PodKey(namespace, pod));
    if (removed != null) {
      if (wheel != null) {
        wheel.remove(removed);
      }
      if (removed.isQueued()) {
        queue.remove(removed);
      }
      cancel(removed);
    }
    store.removePod(namespace, pod);
  }

  /** How scraping goes for a pod; null when it is not a target. */
  public @Nullable ScrapeStatus status(String namespace, String pod) {
    PodScrape known = pods.get(new PodKey(namespace, pod));
    return known == null ? null : known.status();
  }

  /** Counts since the start. */
  public ScrapeTotals totals() {
    return totals;
  }

  /** The number of pods. */
  public int targets() {
    return pods.size();
  }

  /** Scrapes under way now. */
  public int inFlight() {
    return inFlight;
  }

  /** Scrapes that wait for others to end. */
  public int waiting() {
    return queue.size();
  }

  /** Stops scraping and closes all connections; the store stays as it is. */
  public Future<Void> close() {
    stopWheel();
    queue.clear();
    pods.values().forEach(this::cancel);
    pods.clear();
    return client.close();
  }

  private void rebuildWheel() {
    stopWheel();
    for (PodScrape waiting : queue) {
      waiting.queued(false);
      waiting.answered(); // Gives back what its breaker has let pass.
    }
    queue.clear();
    if (plan.series().isEmpty()) {
      return;
    }
    breakers = new PodBreakers(clock, plan.intervalMillis());
    ScrapeWheel built = new ScrapeWheel(plan.intervalMillis(), clock.millis());
    pods.values().forEach(built::add);
    wheel = built;
    wheelTimer =
        vertx.setPeriodic(built.tickMillis(), timer -> built.turn(clock.millis(), this::due));
  }

  private void stopWheel() {
    if (wheelTimer != NO_TIMER) {
      vertx.cancelTimer(wheelTimer);
      wheelTimer = NO_TIMER;
    }
    wheel = null;
  }

  private void due(PodScrape pod) {
    if (pod.isQueued() || pod.running() != null) {
      totals.addOverdue();
    } else if (pod.tryAcquire()) {
      pod.queued(true);
      queue.add(pod);
      dispatch();
    } else {
      totals.addBackedOff();
    }
  }

  private void dispatch() {
    if (dispatching) {
      return; // An attempt that fails at once calls back from within the loop below.
    }
    dispatching = true;
    try {
      while (inFlight < settings.maxConcurrent() && !queue.isEmpty()) {
        start(queue.remove());
      }
    } finally {
      dispatching = false;
    }
  }

  private void start(PodScrape pod) {
    pod.queued(false);
    PageReader idle = readers.poll();
    PageReader reader = idle == null ? new PageReader(plan, settings.limits()) : idle;
    ScrapeAttempt attempt = new ScrapeAttempt(pod, reader, scratch, clock, outcome);
    pod.running(attempt);
    inFlight++;
    long timeout = Math.min(settings.timeoutMillis(), plan.intervalMillis());
    long timer = vertx.setTimer(timeout, fired -> attempt.timeOut(timeout));
    attempt.start(client, timeout, timer);
  }

  private void cancel(PodScrape pod) {
    ScrapeAttempt attempt = pod.running();
    if (attempt != null) {
      attempt.cancel();
      release(attempt);
      dispatch();
    }
  }

  private void release(ScrapeAttempt attempt) {
    vertx.cancelTimer(attempt.timer());
    attempt.pod().running(null);
    inFlight--;
    if (attempt.reader().plan() == plan) {
      readers.push(attempt.reader());
    }
  }

  /** Takes in what attempts end with. */
  private final class Recorder implements ScrapeAttempt.Outcome {
    @Override
    public void page(ScrapeAttempt attempt, PageResult page) {
      totals.addPage(page.bytes(), page.malformed());
      PodScrape pod = attempt.pod();
      pod.answered();
      // A page that was read for series that have changed since is of no use.
      boolean current = attempt.reader().plan() == plan;
      boolean fresh = current && pod.record(attempt.reader(), store, attempt.sentAt());
      release(attempt);
      if (fresh) {
        totals.addSampled();
        pod.sampled(attempt.sentAt());
        listener.sampled(pod.target(), attempt.sentAt());
      }
      dispatch();
    }

    @Override
    public void failed(ScrapeAttempt attempt, ScrapeFailure failure) {
      PodScrape pod = attempt.pod();
      totals.addFailure(failure.kind());
      pod.failed(failure, breakers);
      release(attempt);
      listener.failed(pod.target(), failure);
      dispatch();
    }
  }
}
