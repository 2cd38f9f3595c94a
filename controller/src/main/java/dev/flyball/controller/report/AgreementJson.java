package dev.flyball.controller.report;

import dev.flyball.controller.loop.AgreementReport;
import dev.flyball.controller.loop.AgreementReport.Difference;
import dev.flyball.core.decide.Language;
import java.time.ZoneId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a policy compares with a native HPA, as JSON. */
public final class AgreementJson {
  private AgreementJson() {}

  /**
   * Puts it into an object.
   *
   * @param zone of the times in sentences
   * @param language of the sentences
   */
  public static void put(
      AgreementReport agreement, ZoneId zone, Language language, ObjectNode node) {
    counts(agreement, node);
    node.put("since", Timestamps.seconds(agreement.sinceMillis()));
    ArrayNode differences = node.putArray("differences");
    for (Difference difference : agreement.differences()) {
      ObjectNode entry = differences.addObject();
      entry.put("at", Timestamps.seconds(difference.atMillis()));
      entry.put("currentReplicas", difference.currentReplicas());
      entry.put("hpaReplicas", difference.hpaReplicas());
      entry.put("flyballReplicas", difference.flyballReplicas());
      entry.put("uncertain", difference.uncertain());
      entry.put("hpaReasons", difference.hpaReasons()).put("hpaMetrics", difference.hpaMetrics());
      entry.put("explanation", difference.explanation().sentence(zone, language));
    }
  }

  /** The HPA and how often both were of one mind, without the differences. */
  public static void counts(AgreementReport agreement, ObjectNode node) {
    node.put("hpa", agreement.hpa());
    node.put("agreed", agreement.agreed()).put("differed", agreement.differed());
    node.put("uncertain", agreement.uncertain());
    agreement.percent().ifPresent(percent -> node.put("percent", percent));
  }
}
