package dev.flyball.controller.config;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.LabelSelector.Operator;
import dev.flyball.core.policy.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads label selectors; what the HPA could never use as a selector is refused here already. */
final class SelectorReader {
  private static final String KEY_RULE =
      "use letters, digits, -, _ and ., 63 characters at most, after an optional domain and /";
  private static final String VALUE_RULE =
      "use letters, digits, -, _ and ., 63 characters at most, a letter or digit first and last";

  private SelectorReader() {}

  static @Nullable LabelSelector read(@Nullable Value selector) {
    Fields fields = Fields.open(selector, "matchLabels", "matchExpressions");
    if (fields == null) {
      return null;
    }
    int before = fields.problems().count();
    Map<String, String> labels = labels(fields.get("matchLabels"));
    List<Requirement> requirements = new ArrayList<>();
    Value list = fields.get("matchExpressions");
    for (Value item : list == null ? List.<Value>of() : list.items()) {
      Requirement requirement = requirement(item);
      if (requirement != null) {
        requirements.add(requirement);
      }
    }
    return fields.problems().count() == before ? new LabelSelector(labels, requirements) : null;
  }

  /** Reads labels and their values. */
  static Map<String, String> labels(@Nullable Value value) {
    Map<String, String> labels = new TreeMap<>();
    Fields fields = Fields.openAny(value);
    if (fields == null) {
      return labels;
    }
    for (Map.Entry<String, Value> entry : fields.all().entrySet()) {
      Value label = entry.getValue();
      if (!Names.isQualified(entry.getKey())) {
        label
            .problems()
            .error(label.keyAt(), label.path(), "the key is no name of a label", KEY_RULE);
      }
      String text = labelValue(label);
      if (text != null) {
        labels.put(entry.getKey(), text);
      }
    }
    return labels;
  }

  private static @Nullable Requirement requirement(Value item) {
    Fields fields = Fields.open(item, "key", "operator", "values");
    if (fields == null) {
      return null;
    }
    int before = fields.problems().count();
    Value keyField = fields.require("key", "write the name of a label");
    String key = Scalars.text(keyField);
    if (keyField != null && key != null && !Names.isQualified(key)) {
      keyField.error(Quoting.quoted(key) + " is no name of a label", KEY_RULE);
    }
    Operator operator =
        Scalars.oneOf(
            fields.require("operator", "write In, NotIn, Exists or DoesNotExist"), Operator.class);
    List<String> values = values(fields, operator);
    if (key == null || operator == null || fields.problems().count() > before) {
      return null;
    }
    return new Requirement(key, operator, values);
  }

  private static List<String> values(Fields fields, @Nullable Operator operator) {
    Value written = fields.get("values");
    List<String> values = new ArrayList<>();
    for (Value item : written == null ? List.<Value>of() : written.items()) {
      String text = labelValue(item);
      if (text != null) {
        values.add(text);
      }
    }
    boolean none = written == null || written.node().size() == 1;
    boolean wanted = operator == Operator.In || operator == Operator.NotIn;
    if (operator != null && wanted && none) {
      fields.reportMissing("values", operator + " needs at least one value");
    } else if (operator != null && written != null && !wanted && !none) {
      written
          .problems()
          .error(
              written.keyAt(), written.path(), operator + " takes no values", "remove the field");
    }
    return values;
  }

  private static @Nullable String labelValue(Value value) {
    String text = Scalars.anyText(value);
    if (text != null && !Names.isLabelValue(text)) {
      value.error(Quoting.quoted(text) + " is no value of a label", VALUE_RULE);
      return null;
    }
    return text;
  }
}
