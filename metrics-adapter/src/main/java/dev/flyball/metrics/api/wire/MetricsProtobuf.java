package dev.flyball.metrics.api.wire;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.LabelSelector.Requirement;
import dev.flyball.core.policy.Quantity;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.ExternalValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes lists of metric values as {@code application/vnd.kubernetes.protobuf}: four magic bytes
 * and an envelope that names the type, around the messages of {@code k8s.io/metrics}. It says the
 * same as {@link MetricsJson}.
 */
public final class MetricsProtobuf {
  private static final int LIST_ITEMS = 2;

  private MetricsProtobuf() {}

  /** Appends an {@code ExternalMetricValueList}. */
  public static void external(ByteSink out, String metric, List<ExternalValue> values) {
    int raw = ProtobufEnvelope.open(out, WireText.EXTERNAL, WireText.EXTERNAL_LIST);
    for (ExternalValue value : values) {
      int item = ProtobufSink.open(out, LIST_ITEMS);
      ProtobufSink.string(out, 1, metric);
      map(out, 2, value.labels());
      taken(out, value.atMillis(), value.windowMillis());
      quantity(out, value.milli());
      ProtobufSink.close(out, item);
    }
    ProtobufSink.close(out, raw);
  }

  /**
   * Appends a {@code MetricValueList}.
   *
   * @param query what was asked: its metric and its selector of series are part of each value
   */
  public static void custom(
      ByteSink out, CustomVersion version, CustomQuery query, List<CustomValue> values) {
    int raw = ProtobufEnvelope.open(out, version.apiVersion(), WireText.CUSTOM_LIST);
    for (CustomValue value : values) {
      int item = ProtobufSink.open(out, LIST_ITEMS);
      describedObject(out, value.object());
      if (version == CustomVersion.V1BETA2) {
        int metric = ProtobufSink.open(out, 2);
        ProtobufSink.string(out, 1, query.metric());
        selector(out, 2, query.series());
        ProtobufSink.close(out, metric);
      } else {
        ProtobufSink.string(out, 2, query.metric());
      }
      taken(out, value.atMillis(), value.windowMillis());
      quantity(out, value.milli());
      if (version == CustomVersion.V1BETA1) {
        selector(out, 6, query.series());
      }
      ProtobufSink.close(out, item);
    }
    ProtobufSink.close(out, raw);
  }

  /** Fields 3 and 4 in all three kinds of values. */
  private static void taken(ByteSink out, long atMillis, long windowMillis) {
    int time = ProtobufSink.open(out, 3);
    ProtobufSink.number(out, 1, Math.floorDiv(atMillis, 1000));
    ProtobufSink.close(out, time);
    if (windowMillis > 0) {
      ProtobufSink.number(out, 4, WireText.windowSeconds(windowMillis));
    }
  }

  /** Field 5 in all three kinds of values; a quantity is its text there too. */
  private static void quantity(ByteSink out, long milli) {
    int quantity = ProtobufSink.open(out, 5);
    ProtobufSink.string(out, 1, Quantity.formatMilli(milli));
    ProtobufSink.close(out, quantity);
  }

  private static void describedObject(ByteSink out, CustomValue.DescribedObject object) {
    int reference = ProtobufSink.open(out, 1);
    ProtobufSink.string(out, 1, object.kind());
    ProtobufSink.optionalString(out, 2, object.namespace());
    ProtobufSink.string(out, 3, object.name());
    ProtobufSink.string(out, 5, object.apiVersion());
    ProtobufSink.close(out, reference);
  }

  private static void map(ByteSink out, int field, Map<String, String> map) {
    String[] keys = map.keySet().toArray(new String[0]);
    Arrays.sort(keys);
    for (String key : keys) {
      int entry = ProtobufSink.open(out, field);
      ProtobufSink.string(out, 1, key);
      ProtobufSink.string(out, 2, map.getOrDefault(key, ""));
      ProtobufSink.close(out, entry);
    }
  }

  private static void selector(ByteSink out, int field, LabelSelector selector) {
    if (selector.matchLabels().isEmpty() && selector.matchExpressions().isEmpty()) {
      return;
    }
    int message = ProtobufSink.open(out, field);
    map(out, 1, selector.matchLabels());
    for (Requirement requirement : selector.matchExpressions()) {
      int expression = ProtobufSink.open(out, 2);
      ProtobufSink.string(out, 1, requirement.key());
      ProtobufSink.string(out, 2, requirement.operator().name());
      for (String value : requirement.values()) {
        ProtobufSink.string(out, 3, value);
      }
      ProtobufSink.close(out, expression);
    }
    ProtobufSink.close(out, message);
  }
}
