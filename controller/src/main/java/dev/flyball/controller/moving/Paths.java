package dev.flyball.controller.moving;

/** Where the objects stand in the API. */
final class Paths {
  private Paths() {}

  static String configMaps(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/configmaps";
  }

  static String configMap(String namespace, String name) {
    return configMaps(namespace) + "/" + name;
  }

  static String hpas(String namespace) {
    return "/apis/autoscaling/v2/namespaces/" + namespace + "/horizontalpodautoscalers";
  }

  static String hpa(String namespace, String name) {
    return hpas(namespace) + "/" + name;
  }
}
