package dev.flyball.metrics.rules.template;

/** A template, or an expression in one, that cannot be carried out. */
public final class TemplateException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String expression;
  private final boolean dataDependent;

  private TemplateException(String expression, String problem, boolean dataDependent) {
    super(problem, null, false, false);
    this.expression = expression;
    this.dataDependent = dataDependent;
  }

  /** The template is wrong whatever the data are. */
  static TemplateException wrong(String expression, String problem) {
    return new TemplateException(expression, problem, false);
  }

  /** The template cannot be carried out with these data. */
  static TemplateException unlucky(String expression, String problem) {
    return new TemplateException(expression, problem, true);
  }

  /** The text of the expression, with its delimiters. */
  public String expression() {
    return expression;
  }

  /** Whether it could have gone well with other data. */
  public boolean isDataDependent() {
    return dataDependent;
  }
}
