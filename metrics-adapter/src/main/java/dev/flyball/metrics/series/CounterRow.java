package dev.flyball.metrics.series;

/**
 * A counter of one pod.
 *
 * <p>The ring holds the increase since the first page, which never falls; so the rate over a window
 * is the difference between the last and the first sample inside {@code (now - window, now]},
 * divided by the time between them, with at least two samples. It is not extrapolated to the
 * window's ends.
 */
final class CounterRow extends SeriesRow {
  private final SampleRing ring = new SampleRing();
  private LabelSetCounters counters = new LabelSetCounters();
  private double total;

  CounterRow(SeriesStore.Series series, PodKey pod) {
    super(series, pod);
  }

  @Override
  public double value(long nowMillis) {
    int last = ring.size() - 1;
    if (last < 1 || isStale(nowMillis, ring.at(last))) {
      return Double.NaN;
    }
    int first = ring.firstAfter(nowMillis - spec().windowMillis());
    if (first >= last) {
      return Double.NaN;
    }
    return (ring.value(last) - ring.value(first)) * 1000 / (ring.at(last) - ring.at(first));
  }

  @Override
  public long sampledAt() {
    return ring.size() == 0 ? MISSING : ring.at(ring.size() - 1);
  }

  @Override
  public int windowMillis(long nowMillis) {
    int last = ring.size() - 1;
    int first = ring.firstAfter(nowMillis - spec().windowMillis());
    return first >= last ? 0 : (int) (ring.at(last) - ring.at(first));
  }

  @Override
  public void clear() {
    ring.clear();
    counters = new LabelSetCounters();
    total = 0;
  }

  @Override
  void append(SampleBatch batch, long atMillis) {
    SeriesSpec spec = spec();
    total += counters.increase(batch, atMillis, Math.max(spec.windowMillis(), spec.staleMillis()));
    if (!Double.isFinite(total)) {
      clear(); // No real counter gets here; a false one must not be missing for ever.
    }
    ring.append(atMillis, total, spec.windowMillis());
  }
}
