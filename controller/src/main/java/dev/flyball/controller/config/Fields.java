package dev.flyball.controller.config;

import dev.flyball.controller.config.Node.Entry;
import dev.flyball.controller.config.Node.Mapping;
import dev.flyball.controller.config.Node.Scalar;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a mapping. As for the API server, a field that is null is absent.
 *
 * <p>Opening a mapping reports the fields that are there twice and those that are not known.
 */
final class Fields {
  private final Value owner;
  private final Map<String, Value> values;

  private Fields(Value owner, Map<String, Value> values) {
    this.owner = owner;
    this.values = values;
  }

  /** The fields of a mapping that has these fields only; reports what is no mapping. */
  static @Nullable Fields open(@Nullable Value owner, String... known) {
    Fields fields = openAny(owner);
    if (fields != null) {
      fields.reportUnknown(Arrays.asList(known));
    }
    return fields;
  }

  /** The fields of a mapping whose keys are the user's own, such as labels. */
  static @Nullable Fields openAny(@Nullable Value owner) {
    if (owner == null) {
      return null;
    }
    if (!(owner.node() instanceof Mapping mapping)) {
      owner.error(
          "must be a mapping, not " + owner.node().describe(), "write its fields as name: value");
      return null;
    }
    Map<String, Value> values = new LinkedHashMap<>();
    for (Entry entry : mapping.entries()) {
      Scalar key = entry.key();
      String path = owner.pathOf(key.text());
      Value value = new Value(entry.value(), path, key.at(), owner.problems());
      Value earlier = values.putIfAbsent(key.text(), value);
      if (earlier != null) {
        String first = "is given twice, first in line " + earlier.keyAt().line();
        owner.problems().error(key.at(), path, first, "remove one of them");
      }
    }
    return new Fields(owner, values);
  }

  private void reportUnknown(List<String> known) {
    for (Map.Entry<String, Value> field : values.entrySet()) {
      if (!known.contains(field.getKey())) {
        Value value = field.getValue();
        owner
            .problems()
            .error(
                value.keyAt(),
                value.path(),
                "is not a known field",
                FieldNames.remedy(field.getKey(), known));
      }
    }
  }

  Value owner() {
    return owner;
  }

  Problems problems() {
    return owner.problems();
  }

  /** A field; null where it is absent. */
  @Nullable Value get(String name) {
    Value value = values.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** A field that must be there; reports its absence. */
  @Nullable Value require(String name, String remedy) {
    Value value = get(name);
    if (value == null) {
      reportMissing(name, remedy);
    }
    return value;
  }

  void reportMissing(String name, String remedy) {
    Value written = values.get(name);
    Position at = written == null ? owner.keyAt() : written.keyAt();
    owner.problems().error(at, owner.pathOf(name), "is missing", remedy);
  }

  /** All fields in the order of the document, those that are null too. */
  Map<String, Value> all() {
    return values;
  }
}
