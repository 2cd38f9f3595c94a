package dev.flyball.metrics.rules.template;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A parsed template. It knows fields, variables, pipelines, {@code if}, {@code with}, {@code range}
 * with {@code else}, trim markers, comments and the functions and, or, not, len, index, slice,
 * print, printf, println, urlquery and the comparisons; the rest of Go's is refused when it is
 * parsed. Immutable, for any thread.
 */
public final class GoTemplate {
  private final List<Node> nodes;

  private GoTemplate(List<Node> nodes) {
    this.nodes = nodes;
  }

  /**
   * Parses a template.
   *
   * @param fields names of the fields that the data will have
   * @throws TemplateException for what is wrong whatever the data are
   */
  public static GoTemplate parse(String template, Set<String> fields) throws TemplateException {
    return new GoTemplate(new TemplateParser(TemplateLexer.segments(template), fields).parse());
  }

  /**
   * Writes the template out.
   *
   * @param data a value for each field: a string, or a list or map of strings
   * @throws TemplateException where it cannot be carried out
   */
  public String render(Map<String, ?> data) throws TemplateException {
    return new Execution(data).run(nodes, data);
  }
}
