package dev.flyball.controller.cluster;

import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.policy.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;

/** What is wanted of a pod's spec. */
final class PodSpecFields {
  private record Container(String name, Map<String, String> requests) {}

  private final List<Container> containers = new ArrayList<>(2);
  private final List<Container> sidecars = new ArrayList<>(0);
  private final List<Integer> ports = new ArrayList<>(2);
  private Map<String, String> podLevel = Map.of();

  void read(JsonParser parser) {
    if (!JsonFields.entersObject(parser)) {
      return;
    }
    for (String field = parser.nextName(); field != null; field = parser.nextName()) {
      switch (field) {
        case "containers" -> containers(parser, false);
        case "initContainers" -> containers(parser, true);
        case "resources" -> podLevel = requests(parser);
        default -> JsonFields.skip(parser);
      }
    }
  }

  private void containers(JsonParser parser, boolean initial) {
    if (!JsonFields.entersList(parser)) {
      return;
    }
    while (JsonFields.nextObject(parser)) {
      String name = "";
      String restart = null;
      Map<String, String> requests = Map.of();
      for (String field = parser.nextName(); field != null; field = parser.nextName()) {
        switch (field) {
          case "name" -> name = JsonFields.orEmpty(parser);
          case "restartPolicy" -> restart = JsonFields.text(parser);
          case "resources" -> requests = requests(parser);
          case "ports" -> ports(parser, initial);
          default -> JsonFields.skip(parser);
        }
      }
      if (!initial) {
        containers.add(new Container(name, requests));
      } else if ("Always".equals(restart)) {
        sidecars.add(new Container(name, requests));
      }
    }
  }

  private static Map<String, String> requests(JsonParser parser) {
    Map<String, String> requests = Map.of();
    if (JsonFields.entersObject(parser)) {
      for (String field = parser.nextName(); field != null; field = parser.nextName()) {
        if (field.equals("requests")) {
          requests = JsonFields.map(parser);
        } else {
          JsonFields.skip(parser);
        }
      }
    }
    return requests;
  }

  private void ports(JsonParser parser, boolean initial) {
    if (!JsonFields.entersList(parser)) {
      return;
    }
    while (JsonFields.nextObject(parser)) {
      int port = 0;
      String protocol = null;
      for (String field = parser.nextName(); field != null; field = parser.nextName()) {
        switch (field) {
          case "containerPort" -> port = JsonFields.integer(parser, 0);
          case "protocol" -> protocol = JsonFields.text(parser);
          default -> JsonFields.skip(parser);
        }
      }
      if (!initial && (protocol == null || protocol.equals("TCP"))) {
        ports.add(port);
      }
    }
  }

  /** TCP ports that the containers declare. */
  List<Integer> ports() {
    return ports;
  }

  /**
   * The resource requests.
   *
   * @throws IllegalArgumentException where one of them is no quantity
   */
  PodRequests requests() {
    List<PodRequests.Container> all = new ArrayList<>(containers.size() + sidecars.size());
    containers.forEach(c -> all.add(new PodRequests.Container(c.name, milli(c.requests))));
    sidecars.forEach(c -> all.add(new PodRequests.Container(c.name, milli(c.requests))));
    return PodRequests.of(all, milli(podLevel));
  }

  private static Map<String, Long> milli(Map<String, String> quantities) {
    if (quantities.isEmpty()) {
      return Map.of();
    }
    Map<String, Long> milli = HashMap.newHashMap(quantities.size());
    quantities.forEach((resource, text) -> milli.put(resource, Quantity.parseMilli(text)));
    return milli;
  }
}
