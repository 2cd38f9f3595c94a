package dev.flyball.metrics.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The names of samples that a reader wants, each with an index. Immutable.
 *
 * <p>Names are those of sample lines, as PromQL knows them: {@code http_requests_total}, not the
 * OpenMetrics family {@code http_requests}.
 */
public final class WantedMetrics {
  static final int NONE = -1;

  private final List<String> names;
  private final byte[][] bytes;
  private final long[] heads;
  private final long[] headMasks;

  private WantedMetrics(List<String> names) {
    this.names = names;
    bytes = new byte[names.size()][];
    heads = new long[names.size()];
    headMasks = new long[names.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = names.get(i).getBytes(StandardCharsets.UTF_8);
      byte[] head = Arrays.copyOf(bytes[i], Math.max(8, bytes[i].length));
      headMasks[i] = bytes[i].length >= 8 ? -1L : (1L << (8 * bytes[i].length)) - 1;
      heads[i] = ByteScan.word(head, 0) & headMasks[i];
    }
  }

  /**
   * Wants these names; a name's index is its position, duplicates aside.
   *
   * @throws IllegalArgumentException when one is no metric name of the Prometheus data model
   */
  public static WantedMetrics of(Collection<String> names) {
    List<String> distinct = names.stream().distinct().toList();
    for (String name : distinct) {
      if (!name.matches("[a-zA-Z_:][a-zA-Z0-9_:]*")) {
        throw new IllegalArgumentException("\"" + name + "\" is not a metric name");
      }
    }
    return new WantedMetrics(distinct);
  }

  /** The names, in the order of their indexes. */
  public List<String> names() {
    return names;
  }

  /** Length in bytes of the name with this index. */
  int length(int metric) {
    return bytes[metric].length;
  }

  /** Index of the wanted name that a line starts with, or {@link #NONE}. */
  int match(byte[] line, int from, int to) {
    if (to - from >= 8) {
      long head = ByteScan.word(line, from);
      for (int i = 0; i < heads.length; i++) {
        if ((head & headMasks[i]) == heads[i] && isName(i, line, from, to)) {
          return i;
        }
      }
      return NONE;
    }
    for (int i = 0; i < heads.length; i++) {
      if (isName(i, line, from, to)) {
        return i;
      }
    }
    return NONE;
  }

  /** Whether a line that starts with these bytes can still turn out to be wanted. */
  boolean isPossible(byte[] line, int from, int to) {
    for (byte[] name : bytes) {
      int common = Math.min(name.length, to - from);
      if (Arrays.equals(line, from, from + common, name, 0, common)) {
        return true;
      }
    }
    return false;
  }

  private boolean isName(int metric, byte[] line, int from, int to) {
    byte[] name = bytes[metric];
    int end = from + name.length;
    return end <= to
        && Arrays.equals(line, from, end, name, 0, name.length)
        && (end == to || !continuesName(line[end]));
  }

  private static boolean continuesName(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '_'
        || b == ':';
  }
}
