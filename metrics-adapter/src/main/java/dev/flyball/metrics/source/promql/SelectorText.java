package dev.flyball.metrics.source.promql;

/** Changes to the text of a series selector. */
final class SelectorText {
  private SelectorText() {}

  /** The selector with one more condition: that the label is there. */
  static String withLabel(String selector, String label) {
    String text = selector.strip();
    String matcher = label + "!=\"\"";
    if (!text.endsWith("}")) {
      return text + "{" + matcher + "}";
    }
    String open = text.substring(0, text.length() - 1).stripTrailing();
    boolean first = open.endsWith("{") || open.endsWith(",");
    return open + (first ? "" : ",") + matcher + "}";
  }
}
