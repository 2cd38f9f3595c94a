package dev.flyball.controller.cli;

import dev.flyball.core.decide.Language;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** How a policy compares with the HPA beside it, in lines for people. */
final class AgreementLines {
  private final JsonNode agreement;
  private final Language language;
  private final ZoneId zone;

  /**
   * @param agreement as the controller and statuses have it
   */
  AgreementLines(JsonNode agreement, Language language, ZoneId zone) {
    this.agreement = agreement;
    this.language = language;
    this.zone = zone;
  }

  /** How often both decided the same, and the last difference with why. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(counts());
    JsonNode differences = agreement.path("differences");
    if (differences.size() > 0) {
      difference(differences.path(differences.size() - 1), lines);
    }
    return lines;
  }

  private String counts() {
    String hpa = agreement.path("hpa").asString("");
    long agreed = agreement.path("agreed").asLong();
    long compared = agreed + agreement.path("differed").asLong();
    long uncertain = agreement.path("uncertain").asLong();
    String since = time(agreement.path("since"));
    String percent =
        agreement.has("percent") ? " (" + agreement.path("percent").asInt() + " %)" : "";
    return switch (language) {
      case English ->
          "Beside HPA %s since %s: %d of %d decisions were the same%s%s."
              .formatted(
                  hpa,
                  since,
                  agreed,
                  compared,
                  percent,
                  uncertain == 0 ? "" : "; " + uncertain + " more cannot be judged");
      case Korean ->
          "HPA %s와 비교, %s부터: 결정 %d번 중 %d번 같음%s%s."
              .formatted(
                  hpa,
                  since,
                  compared,
                  agreed,
                  percent,
                  uncertain == 0 ? "" : "; 판단할 수 없는 결정 " + uncertain + "번 더");
    };
  }

  private void difference(JsonNode last, List<String> lines) {
    String at = time(last.path("at"));
    int current = last.path("currentReplicas").asInt();
    int hpa = last.path("hpaReplicas").asInt();
    int flyball = last.path("flyballReplicas").asInt();
    lines.add(
        switch (language) {
          case English ->
              "The last difference, %s: from %d the HPA went to %d, the policy would have gone to %d."
                  .formatted(at, current, hpa, flyball);
          case Korean ->
              "마지막 차이, %s: %d개에서 HPA는 %d개로, 정책은 %d개로 결정.".formatted(at, current, hpa, flyball);
        });
    String metrics = last.path("hpaMetrics").asString("");
    lines.add(
        "- HPA: "
            + last.path("hpaReasons").asString("")
            + (metrics.isEmpty() ? "" : "; " + metrics));
    lines.add("- Flyball: " + last.path("explanation").asString(""));
  }

  private String time(JsonNode time) {
    return ExplanationText.TIME.format(Instant.parse(time.asString()).atZone(zone));
  }
}
