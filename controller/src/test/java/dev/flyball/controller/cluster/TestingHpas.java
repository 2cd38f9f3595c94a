package dev.flyball.controller.cluster;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.utils.Serialization;
import tools.jackson.databind.JsonNode;

/** HPAs as the loop is told of them. */
public final class TestingHpas {
  private TestingHpas() {}

  /** What is read of an object of the API. */
  public static HpaInfo read(JsonNode hpa) {
    return HpaReader.read(Serialization.unmarshal(hpa.toString(), HorizontalPodAutoscaler.class));
  }
}
