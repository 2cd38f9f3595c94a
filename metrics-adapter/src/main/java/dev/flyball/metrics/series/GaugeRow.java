package dev.flyball.metrics.series;

/** A gauge of one pod: the sum over its label sets on the latest page. */
final class GaugeRow extends SeriesRow {
  private long at = MISSING;
  private double value;

  GaugeRow(SeriesStore.Series series, PodKey pod) {
    super(series, pod);
  }

  @Override
  public double value(long nowMillis) {
    return at == MISSING || isStale(nowMillis, at) ? Double.NaN : value;
  }

  @Override
  public long sampledAt() {
    return at;
  }

  @Override
  public int windowMillis(long nowMillis) {
    return 0;
  }

  @Override
  public void clear() {
    at = MISSING;
  }

  @Override
  void append(SampleBatch batch, long atMillis) {
    double sum = 0;
    for (int i = 0; i < batch.size(); i++) {
      sum += batch.value(i);
    }
    value = sum;
    at = atMillis;
  }
}
