package dev.flyball.controller.cli;

import dev.flyball.controller.config.CheckedDocument;
import dev.flyball.controller.config.CheckedDocument.Checked;
import dev.flyball.controller.config.CheckedDocument.Skipped;
import dev.flyball.controller.config.Problem;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code flyball validate} found.
 *
 * @param documents in the order in which they were read
 */
record ValidationReport(List<CheckedDocument> documents) {
  ValidationReport {
    documents = List.copyOf(documents);
  }

  boolean hasProblems() {
    return checked().stream().anyMatch(document -> !document.problems().isEmpty());
  }

  private List<Checked> checked() {
    return documents.stream().filter(Checked.class::isInstance).map(Checked.class::cast).toList();
  }

  /** A line a problem, and a summary. */
  void printText(PrintWriter out, boolean verbose) {
    for (CheckedDocument document : documents) {
      switch (document) {
        case Checked checked -> {
          checked.problems().forEach(problem -> out.println(problem.describe()));
          checked.warnings().forEach(problem -> out.println(problem.describeAsWarning()));
        }
        case Skipped skipped -> {
          if (verbose) {
            int line = skipped.place().line();
            out.println(skipped.place().origin() + ":" + line + ": skipped " + skipped.what());
          }
        }
      }
    }
    out.println(summary());
  }

  private String summary() {
    List<Checked> checked = checked();
    int skipped = documents.size() - checked.size();
    if (checked.isEmpty()) {
      return "no policies or settings found"
          + (skipped == 0 ? "" : ", " + count(skipped, "other object") + " skipped");
    }
    long policies = checked.stream().filter(c -> c.type() == CheckedDocument.Type.POLICY).count();
    long settings = checked.size() - policies;
    long problems = checked.stream().mapToLong(c -> c.problems().size()).sum();
    long invalid = checked.stream().filter(c -> !c.problems().isEmpty()).count();
    String what =
        settings == 0 ? count(policies, "policy") : count(policies, "policy") + ", settings";
    return what
        + (problems == 0
            ? ": valid"
            : ": " + invalid + " invalid, with " + count(problems, "problem"));
  }

  private static String count(long number, String noun) {
    if (number == 1) {
      return "1 " + noun;
    }
    return number + " " + (noun.equals("policy") ? "policies" : noun + "s");
  }

  /** One object for programs. */
  void printJson(PrintWriter out) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("valid", !hasProblems());
    List<Map<String, Object>> list = new ArrayList<>();
    for (CheckedDocument document : documents) {
      list.add(json(document));
    }
    report.put("documents", list);
    out.println(
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(report));
  }

  private static Map<String, Object> json(CheckedDocument document) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("source", document.place().origin().source());
    json.put("key", document.place().origin().key());
    json.put("line", document.place().line());
    switch (document) {
      case Checked checked -> {
        json.put("type", checked.type().name().toLowerCase(Locale.ROOT));
        json.put("valid", checked.problems().isEmpty());
        json.put("problems", checked.problems().stream().map(ValidationReport::json).toList());
        json.put("warnings", checked.warnings().stream().map(ValidationReport::json).toList());
      }
      case Skipped skipped -> json.put("skipped", skipped.what());
    }
    return json;
  }

  private static Map<String, Object> json(Problem problem) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("line", problem.line());
    json.put("column", problem.column());
    json.put("field", problem.field());
    json.put("problem", problem.what());
    json.put("remedy", problem.remedy());
    return json;
  }
}
