package dev.flyball.metrics.series;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All series of all pods.
 *
 * <p>A look-up by names gives a {@link SeriesRow}, which its reader keeps: evaluations read rows,
 * not the store. Owned by one thread, the event loop: it alone writes and reads; there are no
 * locks.
 */
public final class SeriesStore {
  private static final SeriesRow[] NO_ROWS = {};

  private final Map<String, Series> series = new LinkedHashMap<>();
  private final Map<PodKey, SeriesRow[]> pods = new HashMap<>();

  /** An empty store. */
  public SeriesStore() {}

  /** A defined series; its specification may be replaced while rows point here. */
  static final class Series {
    SeriesSpec spec;

    Series(SeriesSpec spec) {
      this.spec = spec;
    }
  }

  /**
   * Defines a series or changes its window; rows keep their samples. A series that changes its kind
   * loses its rows.
   */
  public void define(SeriesSpec spec) {
    Series known = series.get(spec.name());
    if (known != null && known.spec.kind() == spec.kind()) {
      known.spec = spec;
      return;
    }
    remove(spec.name());
    series.put(spec.name(), new Series(spec));
  }

  /** Removes a series with all its rows. */
  public void remove(String name) {
    Series removed = series.remove(name);
    if (removed != null) {
      pods.replaceAll((pod, rows) -> without(rows, removed));
    }
  }

  /** Forgets the samples of a series in all pods; rows stay. */
  public void clear(String name) {
    forEach(name, SeriesRow::clear);
  }

  /** Whether a series of this name is defined. */
  public boolean defines(String name) {
    return series.containsKey(name);
  }

  /** Names of the series that are defined. */
  public Set<String> names() {
    return Set.copyOf(series.keySet());
  }

  /**
   * The row of a series for a pod, made when there is none. It lives until {@link #removePod}, also
   * if no sample ever comes.
   *
   * @return null when no such series is defined
   */
  public @Nullable SeriesRow row(String name, String namespace, String pod) {
    Series wanted = series.get(name);
    if (wanted == null) {
      return null;
    }
    PodKey key = new PodKey(namespace, pod);
    SeriesRow[] rows = pods.getOrDefault(key, NO_ROWS);
    for (SeriesRow row : rows) {
      if (row.owner() == wanted) {
        return row;
      }
    }
    SeriesRow added = newRow(wanted, rows.length == 0 ? key : rows[0].key());
    SeriesRow[] grown = Arrays.copyOf(rows, rows.length + 1);
    grown[rows.length] = added;
    pods.put(key, grown);
    return added;
  }

  /** Calls back for each row of a series, in no particular order. */
  public void forEach(String name, Consumer<SeriesRow> visitor) {
    Series wanted = series.get(name);
    for (SeriesRow[] rows : pods.values()) {
      for (SeriesRow row : rows) {
        if (row.owner() == wanted) {
          visitor.accept(row);
        }
      }
    }
  }

  /** Removes a deleted pod with all its rows. */
  public void removePod(String namespace, String pod) {
    SeriesRow[] rows = pods.remove(new PodKey(namespace, pod));
    if (rows != null) {
      for (SeriesRow row : rows) {
        row.remove();
      }
    }
  }

  /** Forgets all samples of a pod, as when another pod has taken its name; rows stay. */
  public void clearPod(String namespace, String pod) {
    SeriesRow[] rows = pods.get(new PodKey(namespace, pod));
    if (rows != null) {
      for (SeriesRow row : rows) {
        row.clear();
      }
    }
  }

  /** How many pods have rows. */
  public int podCount() {
    return pods.size();
  }

  private static SeriesRow newRow(Series owner, PodKey pod) {
    return switch (owner.spec.kind()) {
      case COUNTER -> new CounterRow(owner, pod);
      case GAUGE -> new GaugeRow(owner, pod);
    };
  }

  private static SeriesRow[] without(SeriesRow[] rows, Series removed) {
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].owner() == removed) {
        rows[i].remove();
        SeriesRow[] rest = new SeriesRow[rows.length - 1];
        System.arraycopy(rows, 0, rest, 0, i);
        System.arraycopy(rows, i + 1, rest, i, rest.length - i);
        return rest;
      }
    }
    return rows;
  }
}
