package dev.flyball.metrics.api.wire;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.LabelSelector.Requirement;
import dev.flyball.core.policy.Quantity;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.ExternalValue;
import java.util.List;

/**
 * Writes lists of metric values as JSON, field by field as the API machinery of Kubernetes does.
 * Quantities are canonical, times are whole seconds UTC, and the window of a value of an instant is
 * left out.
 */
public final class MetricsJson {
  private static final byte[] EXTERNAL_HEAD = head(WireText.EXTERNAL_LIST, WireText.EXTERNAL);
  private static final byte[] V1BETA1_HEAD =
      head(WireText.CUSTOM_LIST, CustomVersion.V1BETA1.apiVersion());
  private static final byte[] V1BETA2_HEAD =
      head(WireText.CUSTOM_LIST, CustomVersion.V1BETA2.apiVersion());
  private static final byte[] TAIL = WireText.ascii("]}\n");
  private static final byte[] METRIC_NAME = WireText.ascii("\"metricName\":");
  private static final byte[] METRIC_LABELS = WireText.ascii(",\"metricLabels\":");
  private static final byte[] METRIC = WireText.ascii(",\"metric\":{\"name\":");
  private static final byte[] SELECTOR = WireText.ascii(",\"selector\":");
  private static final byte[] NULL = WireText.ascii("null");
  private static final byte[] TIMESTAMP = WireText.ascii(",\"timestamp\":");
  private static final byte[] WINDOW = WireText.ascii(",\"window\":");
  private static final byte[] WINDOW_SECONDS = WireText.ascii(",\"windowSeconds\":");
  private static final byte[] VALUE = WireText.ascii(",\"value\":\"");
  private static final byte[] DESCRIBED_OBJECT = WireText.ascii("\"describedObject\":{\"kind\":");
  private static final byte[] NAMESPACE = WireText.ascii(",\"namespace\":");
  private static final byte[] NAME = WireText.ascii(",\"name\":");
  private static final byte[] API_VERSION = WireText.ascii(",\"apiVersion\":");
  private static final byte[] MATCH_LABELS = WireText.ascii("\"matchLabels\":");
  private static final byte[] MATCH_EXPRESSIONS = WireText.ascii("\"matchExpressions\":[");
  private static final byte[] KEY = WireText.ascii("{\"key\":");
  private static final byte[] OPERATOR = WireText.ascii(",\"operator\":");
  private static final byte[] VALUES = WireText.ascii(",\"values\":[");

  private MetricsJson() {}

  private static byte[] head(String kind, String apiVersion) {
    return WireText.ascii(
        "{\"kind\":\""
            + kind
            + "\",\"apiVersion\":\""
            + apiVersion
            + "\",\"metadata\":{},\"items\":[");
  }

  /** Appends an {@code ExternalMetricValueList}. */
  public static void external(ByteSink out, String metric, List<ExternalValue> values) {
    out.add(EXTERNAL_HEAD);
    for (int i = 0; i < values.size(); i++) {
      ExternalValue value = values.get(i);
      open(out, i);
      out.add(METRIC_NAME);
      JsonSink.string(out, metric);
      out.add(METRIC_LABELS);
      JsonSink.map(out, value.labels());
      taken(out, value.atMillis(), value.windowMillis(), WINDOW);
      value(out, value.milli());
      out.add('}');
    }
    out.add(TAIL);
  }

  /**
   * Appends a {@code MetricValueList}.
   *
   * @param query what was asked: its metric and its selector of series are part of each value
   */
  public static void custom(
      ByteSink out, CustomVersion version, CustomQuery query, List<CustomValue> values) {
    switch (version) {
      case V1BETA1 -> v1beta1(out, query, values);
      case V1BETA2 -> v1beta2(out, query, values);
    }
    out.add(TAIL);
  }

  private static void v1beta1(ByteSink out, CustomQuery query, List<CustomValue> values) {
    out.add(V1BETA1_HEAD);
    for (int i = 0; i < values.size(); i++) {
      CustomValue value = values.get(i);
      open(out, i);
      describedObject(out, value.object());
      out.add(',');
      out.add(METRIC_NAME);
      JsonSink.string(out, query.metric());
      taken(out, value.atMillis(), value.windowMillis(), WINDOW);
      value(out, value.milli());
      out.add(SELECTOR);
      selector(out, query.series());
      out.add('}');
    }
  }

  private static void v1beta2(ByteSink out, CustomQuery query, List<CustomValue> values) {
    out.add(V1BETA2_HEAD);
    for (int i = 0; i < values.size(); i++) {
      CustomValue value = values.get(i);
      open(out, i);
      describedObject(out, value.object());
      out.add(METRIC);
      JsonSink.string(out, query.metric());
      out.add(SELECTOR);
      selector(out, query.series());
      out.add('}');
      taken(out, value.atMillis(), value.windowMillis(), WINDOW_SECONDS);
      value(out, value.milli());
      out.add('}');
    }
  }

  private static void open(ByteSink out, int index) {
    if (index > 0) {
      out.add(',');
    }
    out.add('{');
  }

  private static void taken(ByteSink out, long atMillis, long windowMillis, byte[] windowField) {
    out.add(TIMESTAMP);
    JsonSink.time(out, atMillis);
    if (windowMillis > 0) {
      out.add(windowField);
      out.addDecimal(WireText.windowSeconds(windowMillis));
    }
  }

  private static void value(ByteSink out, long milli) {
    out.add(VALUE);
    out.add(Quantity.formatMilli(milli));
    out.add('"');
  }

  private static void describedObject(ByteSink out, CustomValue.DescribedObject object) {
    out.add(DESCRIBED_OBJECT);
    JsonSink.string(out, object.kind());
    if (!object.namespace().isEmpty()) {
      out.add(NAMESPACE);
      JsonSink.string(out, object.namespace());
    }
    out.add(NAME);
    JsonSink.string(out, object.name());
    out.add(API_VERSION);
    JsonSink.string(out, object.apiVersion());
    out.add('}');
  }

  /** A selector that selects everything is null there: none was given. */
  private static void selector(ByteSink out, LabelSelector selector) {
    boolean labels = !selector.matchLabels().isEmpty();
    boolean expressions = !selector.matchExpressions().isEmpty();
    if (!labels && !expressions) {
      out.add(NULL);
      return;
    }
    out.add('{');
    if (labels) {
      out.add(MATCH_LABELS);
      JsonSink.map(out, selector.matchLabels());
    }
    if (expressions) {
      if (labels) {
        out.add(',');
      }
      out.add(MATCH_EXPRESSIONS);
      for (int i = 0; i < selector.matchExpressions().size(); i++) {
        requirement(out, i, selector.matchExpressions().get(i));
      }
      out.add(']');
    }
    out.add('}');
  }

  private static void requirement(ByteSink out, int index, Requirement requirement) {
    if (index > 0) {
      out.add(',');
    }
    out.add(KEY);
    JsonSink.string(out, requirement.key());
    out.add(OPERATOR);
    JsonSink.string(out, requirement.operator().name());
    if (!requirement.values().isEmpty()) {
      out.add(VALUES);
      for (int i = 0; i < requirement.values().size(); i++) {
        if (i > 0) {
          out.add(',');
        }
        JsonSink.string(out, requirement.values().get(i));
      }
      out.add(']');
    }
    out.add('}');
  }
}
