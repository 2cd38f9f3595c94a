package dev.flyball.controller.web;

import dev.flyball.core.decide.WhatIf;
import dev.flyball.core.policy.MetricTarget.Utilization;
import tools.jackson.databind.node.ObjectNode;

/** What would have to change for another outcome, as JSON. */
final class WhatIfJson {
  private static final double MILLI = 1000.0;

  private WhatIfJson() {}

  static void fill(WhatIf change, View view, ObjectNode node) {
    node.put("sentence", change.sentence(view.zone(), view.language()));
    switch (change) {
      case WhatIf.MetricAt at -> metric(at, node.put("kind", "metric"));
      case WhatIf.MetricRead failed ->
          node.put("kind", "reading").put("metric", failed.metric().spec().shortName());
      case WhatIf.WindowOver over -> window(over, node.put("kind", "window"));
      case WhatIf.RateMore more -> rate(more, node.put("kind", "rate"));
      case WhatIf.DirectionEnabled enabled ->
          direction(enabled.up(), node.put("kind", "disabled")).put("asked", enabled.asked());
      case WhatIf.Doubling doubling ->
          node.put("kind", "doubling")
              .put("allowed", doubling.allowed())
              .put("asked", doubling.asked());
      case WhatIf.Bound bound -> bound(bound, node.put("kind", "bound"));
      case WhatIf.Room room ->
          node.put("kind", "room").put("more", room.more()).put("replicas", room.replicas());
      case WhatIf.PodsReady pods ->
          node.put("kind", "ready").put("ready", pods.ready()).put("needed", pods.needed());
      case WhatIf.Activated activated ->
          node.put("kind", "activation").put("value", activated.milli() / MILLI);
      case WhatIf.SetByHand hand -> node.put("kind", "byHand");
    }
  }

  private static void metric(WhatIf.MetricAt at, ObjectNode node) {
    boolean percent = at.metric().spec().target() instanceof Utilization;
    node.put("metric", at.metric().spec().shortName()).put("above", at.above());
    node.put("value", percent ? at.amount() : at.amount() / MILLI);
    node.put("recommendation", at.recommendation());
  }

  private static void window(WhatIf.WindowOver over, ObjectNode node) {
    direction(over.up(), node).put("at", ExplanationJson.time(over.atMillis()));
    node.put("replicas", over.replicas());
  }

  private static void rate(WhatIf.RateMore more, ObjectNode node) {
    direction(more.up(), node).put("allowed", more.allowed()).put("asked", more.asked());
    more.atMillis().ifPresent(at -> node.put("at", ExplanationJson.time(at)));
  }

  private static void bound(WhatIf.Bound bound, ObjectNode node) {
    node.put("bound", bound.upper() ? "maxReplicas" : "minReplicas");
    node.put("replicas", bound.bound()).put("asked", bound.asked());
  }

  private static ObjectNode direction(boolean up, ObjectNode node) {
    return node.put("direction", up ? "up" : "down");
  }
}
