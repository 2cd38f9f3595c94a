package dev.flyball.controller.cli;

import dev.flyball.core.decide.Language;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Prints an explanation: the sentence, the chain behind it, and what would change it. */
final class ExplanationText {
  /** A moment as people read it, to the second. */
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final JsonNode explanation;
  private final Language language;
  private final ZoneId zone;

  ExplanationText(JsonNode explanation, Language language, ZoneId zone) {
    this.explanation = explanation;
    this.language = language;
    this.zone = zone;
  }

  private String say(String english, String korean) {
    return switch (language) {
      case English -> english;
      case Korean -> korean;
    };
  }

  void print(JsonNode row, PrintWriter out) {
    JsonNode target = row.path("target");
    out.println(
        row.path("id").asString("")
            + " -> "
            + target.path("kind").asString("?")
            + "/"
            + target.path("name").asString("?")
            + ", "
            + row.path("mode").asString(""));
    out.println(when());
    out.println();
    out.println(explanation.path("sentence").asString(""));
    if (explanation.path("metrics").size() > 0) {
      out.println();
      table().forEach(out::println);
    }
    chain(out);
    JsonNode changes = explanation.path("whatIf");
    if (changes.size() > 0) {
      out.println();
      out.println(say("For another outcome:", "다른 결과가 되려면:"));
      for (JsonNode change : changes) {
        out.println("- " + change.path("sentence").asString(""));
      }
    }
  }

  private String when() {
    int repeats = explanation.path("repeats").asInt(0);
    String at = time("at");
    if (repeats == 0) {
      return at;
    }
    return say(
        at + ", the same " + repeats + " more times until " + time("lastAt"),
        at + ", " + time("lastAt") + "까지 같은 결정 " + repeats + "번 더");
  }

  private String time(String field) {
    return TIME.format(Instant.parse(explanation.path(field).asString()).atZone(zone));
  }

  private List<String> table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            say("METRIC", "메트릭"),
            say("VALUE", "값"),
            say("TARGET", "목표"),
            say("ASKS FOR", "필요"),
            say("PODS", "파드")));
    for (JsonNode metric : explanation.path("metrics")) {
      String unit = metric.path("unit").asString("");
      rows.add(
          List.of(
              metric.path("name").asString(""),
              metric.has("value") ? amount(metric.path("value").asDouble(), unit) : "-",
              amount(metric.path("target").asDouble(), unit),
              metric.has("failure") ? "-" : metric.path("replicas").asString(),
              pods(metric.path("pods"))));
    }
    return TextTable.lines(rows);
  }

  private static String amount(double value, String unit) {
    String number =
        value == Math.rint(value)
            ? String.format(Locale.ROOT, "%.0f", value)
            : String.format(Locale.ROOT, "%.3f", value).replaceAll("0+$", "");
    return unit.isEmpty() ? number : number + " " + unit;
  }

  private String pods(JsonNode pods) {
    StringBuilder text = new StringBuilder(pods.path("ready").asString("0"));
    append(pods.path("unready").asInt(0), say(" not ready", "개 준비 안 됨"), text);
    append(pods.path("missing").asInt(0), say(" without a sample", "개 값 없음"), text);
    append(pods.path("ignored").asInt(0), say(" ignored", "개 제외"), text);
    return text.toString();
  }

  private static void append(int count, String what, StringBuilder text) {
    if (count > 0) {
      text.append(", ").append(count).append(what);
    }
  }

  /** The replicas at each step. */
  private void chain(PrintWriter out) {
    String current = explanation.path("currentReplicas").asString();
    StringBuilder chain = new StringBuilder();
    chain.append(say("replicas ", "레플리카 ")).append(current);
    if (explanation.path("winner").asInt(-1) >= 0) {
      chain.append(say(" -> asked ", " -> 권고 "));
      chain.append(explanation.path("recommendation").asString());
    }
    JsonNode held = explanation.path("stabilization");
    if (held.isObject()) {
      chain.append(say(" -> window ", " -> 안정화 구간 ")).append(held.path("replicas").asString());
    }
    JsonNode limit = explanation.path("limit");
    if (limit.isObject()) {
      chain.append(" -> ").append(limit.path("reason").asString());
      chain.append(' ').append(limit.path("replicas").asString());
    }
    chain.append(say(" -> decided ", " -> 결정 "));
    chain.append(explanation.path("desiredReplicas").asString());
    chain.append(say("; bounds ", "; 범위 ")).append(explanation.path("minReplicas").asString());
    chain.append("..").append(explanation.path("maxReplicas").asString());
    out.println();
    out.println(chain);
  }
}
