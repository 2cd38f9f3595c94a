package dev.flyball.controller.scalers;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.LabelSelectorText;
import java.util.ArrayList;
import java.util.List;

/**
 * Which policies are wanted.
 *
 * @param namespace the namespace; empty for all
 * @param labels selects by the labels of their ConfigMaps
 * @param fields requirements of fields, all of which hold
 */
record ScalerSelection(String namespace, LabelSelector labels, List<Requirement> fields) {
  private static final String NAME = "metadata.name";
  private static final String NAMESPACE = "metadata.namespace";

  /** That a field has a value, or has not. */
  record Requirement(String field, String value, boolean equal) {
    boolean holds(Scaler scaler) {
      String actual = field.equals(NAME) ? scaler.name() : scaler.namespace();
      return actual.equals(value) == equal;
    }
  }

  /** A selector that cannot be read; the message is for the client. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** Reads the two selectors of a request. */
  static ScalerSelection of(String namespace, String labelSelector, String fieldSelector)
      throws MalformedException {
    LabelSelector labels =
        switch (LabelSelectorText.parse(labelSelector)) {
          case LabelSelectorText.Result.Parsed(LabelSelector selector) -> selector;
          case LabelSelectorText.Result.Malformed(int position, String reason) ->
              throw new MalformedException(
                  "unable to parse labelSelector \""
                      + labelSelector
                      + "\" at character "
                      + (position + 1)
                      + ": "
                      + reason);
        };
    List<Requirement> fields = new ArrayList<>();
    for (String term : fieldSelector.split(",", -1)) {
      if (!term.isBlank()) {
        fields.add(requirement(term.strip()));
      }
    }
    return new ScalerSelection(namespace, labels, List.copyOf(fields));
  }

  private static Requirement requirement(String term) throws MalformedException {
    int operator = term.indexOf('=');
    if (operator <= 0) {
      throw new MalformedException(
          "invalid field selector \"" + term + "\": write " + NAME + "=NAME");
    }
    boolean equal = term.charAt(operator - 1) != '!';
    String field = term.substring(0, equal ? operator : operator - 1);
    boolean twice = operator + 1 < term.length() && term.charAt(operator + 1) == '=';
    if (!field.equals(NAME) && !field.equals(NAMESPACE)) {
      throw new MalformedException(
          "field label not supported: " + field + "; there are " + NAME + " and " + NAMESPACE);
    }
    return new Requirement(field, term.substring(operator + (twice && equal ? 2 : 1)), equal);
  }

  boolean selects(Scaler scaler) {
    return (namespace.isEmpty() || namespace.equals(scaler.namespace()))
        && labels.matches(scaler.report().owner().labels())
        && fields.stream().allMatch(field -> field.holds(scaler));
  }
}
