package dev.flyball.minicluster.api;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of a resource a list or watch is about: namespace, label selector, field selector.
 */
record Selection(String namespace, LabelSelector labels, List<FieldTest> fields) {
  /** One test of a field selector. */
  record FieldTest(String path, boolean equal, String value) {}

  Selection {
    fields = List.copyOf(fields);
  }

  static Selection all(String namespace) {
    return new Selection(namespace, LabelSelector.EVERYTHING, List.of());
  }

  /**
   * @throws ApiException 400 for a selector that cannot be parsed or names a field that is not
   *     selectable
   */
  static Selection of(
      ResourceType type, String namespace, @Nullable String labels, @Nullable String fields) {
    var tests = new ArrayList<FieldTest>();
    for (String term : fields == null || fields.isBlank() ? new String[0] : fields.split(",", -1)) {
      tests.add(test(type, term.strip()));
    }
    return new Selection(
        namespace, labels == null ? LabelSelector.EVERYTHING : LabelSelector.parse(labels), tests);
  }

  private static FieldTest test(ResourceType type, String term) {
    for (String operator : new String[] {"!=", "==", "="}) {
      int at = term.indexOf(operator);
      if (at > 0) {
        String path = canonical(type, term.substring(0, at));
        return new FieldTest(path, !operator.equals("!="), term.substring(at + operator.length()));
      }
    }
    throw ApiException.badRequest("invalid field selector: " + term);
  }

  private static String canonical(ResourceType type, String path) {
    String inStorage =
        type.converted() ? path.replaceFirst("^regarding\\.", "involvedObject.") : path;
    if (inStorage.equals("reportingController")) {
      inStorage = "reportingComponent";
    }
    if (!inStorage.equals("metadata.name")
        && !inStorage.equals("metadata.namespace")
        && !type.fields().contains(inStorage)) {
      throw ApiException.badRequest("field label not supported: " + path);
    }
    return inStorage;
  }

  boolean isFiltering() {
    return !labels.requirements().isEmpty() || !fields.isEmpty();
  }

  boolean matches(StoredObject object) {
    if (!namespace.isEmpty() && !namespace.equals(object.namespace())) {
      return false;
    }
    for (FieldTest test : fields) {
      if (test.value().equals(object.field(test.path())) != test.equal()) {
        return false;
      }
    }
    return labels.matches(object.labels());
  }
}
