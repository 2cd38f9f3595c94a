package dev.flyball.metrics.exposition;

/** What is wrong with a line that starts with the name of a wanted metric. */
public enum MalformedLine {
  /** The labels are not {@code {name="value",...}}. */
  BAD_LABELS("its labels are not {name=\"value\",...}"),
  /** There is no value, or it is no number. */
  BAD_VALUE("its value is no number"),
  /** What follows the value is no timestamp of the page's format. */
  BAD_TIMESTAMP("its timestamp is no number"),
  /** Something follows where the line should end. */
  TRAILING_TEXT("something follows its timestamp"),
  /** The line is longer than the limit. */
  TOO_LONG("it is longer than the limit of a line");

  private final String text;

  MalformedLine(String text) {
    this.text = text;
  }

  /** The rest of a sentence that starts with "line 7 is malformed:". */
  public String text() {
    return text;
  }
}
