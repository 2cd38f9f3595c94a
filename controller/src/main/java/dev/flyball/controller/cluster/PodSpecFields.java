package dev.flyball.controller.cluster;

import dev.flyball.core.observe.PodRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;

/** What is wanted of a pod's spec. */
final class PodSpecFields {
  private record Container(String name, Amounts amounts, boolean sidecar) {}

  /** Requests and limits as they are written. */
  private record Amounts(Map<String, String> requests, Map<String, String> limits) {
    static final Amounts NONE = new Amounts(Map.of(), Map.of());

    PodAmounts.Part part() {
      return new PodAmounts.Part(PodAmounts.milli(requests), PodAmounts.milli(limits));
    }
  }

  private final List<Container> containers = new ArrayList<>(2);
  private final List<Container> inits = new ArrayList<>(0);
  private final List<Integer> ports = new ArrayList<>(2);
  private final List<Toleration> tolerations = new ArrayList<>(2);
  private Amounts podLevel = Amounts.NONE;
  private Map<String, String> overhead = Map.of();
  private Map<String, String> nodeSelector = Map.of();
  private String node = "";
  private String affinity = "";
  private String priorityClass = "";
  private boolean hasDeadline;
  private boolean takesHostPort;

  void read(JsonParser parser) {
    JsonFields.each(
        parser,
        field -> {
          switch (field) {
            case "containers" -> JsonFields.eachObject(parser, () -> container(parser, false));
            case "initContainers" -> JsonFields.eachObject(parser, () -> container(parser, true));
            case "resources" -> podLevel = amounts(parser);
            case "overhead" -> overhead = JsonFields.map(parser);
            case "nodeName" -> node = JsonFields.orEmpty(parser).intern();
            case "nodeSelector" -> nodeSelector = JsonFields.map(parser);
            case "affinity" -> affinity = JsonFields.object(parser);
            case "tolerations" -> JsonFields.eachObject(parser, () -> toleration(parser));
            case "priorityClassName" -> priorityClass = JsonFields.orEmpty(parser).intern();
            case "activeDeadlineSeconds" -> hasDeadline = JsonFields.scalar(parser) != null;
            default -> JsonFields.skip(parser);
          }
        });
  }

  private void container(JsonParser parser, boolean initial) {
    String name = "";
    String restart = null;
    Amounts amounts = Amounts.NONE;
    for (String field = parser.nextName(); field != null; field = parser.nextName()) {
      switch (field) {
        case "name" -> name = JsonFields.orEmpty(parser);
        case "restartPolicy" -> restart = JsonFields.text(parser);
        case "resources" -> amounts = amounts(parser);
        case "ports" -> JsonFields.eachObject(parser, () -> port(parser, initial));
        default -> JsonFields.skip(parser);
      }
    }
    (initial ? inits : containers).add(new Container(name, amounts, "Always".equals(restart)));
  }

  private static Amounts amounts(JsonParser parser) {
    Map<String, String> requests = Map.of();
    Map<String, String> limits = Map.of();
    if (JsonFields.entersObject(parser)) {
      for (String field = parser.nextName(); field != null; field = parser.nextName()) {
        switch (field) {
          case "requests" -> requests = JsonFields.map(parser);
          case "limits" -> limits = JsonFields.map(parser);
          default -> JsonFields.skip(parser);
        }
      }
    }
    return new Amounts(requests, limits);
  }

  private void toleration(JsonParser parser) {
    String key = "";
    String operator = "";
    String value = "";
    String effect = "";
    for (String field = parser.nextName(); field != null; field = parser.nextName()) {
      switch (field) {
        case "key" -> key = JsonFields.orEmpty(parser);
        case "operator" -> operator = JsonFields.orEmpty(parser);
        case "value" -> value = JsonFields.orEmpty(parser);
        case "effect" -> effect = JsonFields.orEmpty(parser);
        default -> JsonFields.skip(parser);
      }
    }
    Toleration.of(key, operator, value, effect).ifPresent(tolerations::add);
  }

  private void port(JsonParser parser, boolean initial) {
    int port = 0;
    String protocol = null;
    for (String field = parser.nextName(); field != null; field = parser.nextName()) {
      switch (field) {
        case "containerPort" -> port = JsonFields.integer(parser, 0);
        case "protocol" -> protocol = JsonFields.text(parser);
        case "hostPort" -> takesHostPort |= JsonFields.integer(parser, 0) > 0 && !initial;
        default -> JsonFields.skip(parser);
      }
    }
    if (!initial && (protocol == null || protocol.equals("TCP"))) {
      ports.add(port);
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
    List<PodRequests.Container> all = new ArrayList<>(containers.size() + inits.size());
    containers.forEach(c -> all.add(container(c)));
    inits.stream().filter(c -> c.sidecar).forEach(c -> all.add(container(c)));
    return PodRequests.of(all, PodAmounts.milli(podLevel.requests));
  }

  private static PodRequests.Container container(Container container) {
    return new PodRequests.Container(container.name, PodAmounts.milli(container.amounts.requests));
  }

  /** The node that the pod was given to; empty while it waits for one. */
  String node() {
    return node;
  }

  /**
   * What the whole pod takes.
   *
   * @throws IllegalArgumentException where an amount is no quantity
   */
  PodAmounts amounts() {
    PodAmounts amounts = new PodAmounts(podLevel.part(), PodAmounts.milli(overhead));
    inits.forEach(c -> amounts.addInit(c.amounts.part(), c.sidecar));
    containers.forEach(c -> amounts.add(c.amounts.part()));
    return amounts;
  }

  /** The labels that a node must have. */
  Map<String, String> nodeSelector() {
    return nodeSelector;
  }

  /** The taints that the pod bears. */
  List<Toleration> tolerations() {
    return tolerations;
  }

  /** The affinity as JSON; empty for none. */
  String affinity() {
    return affinity;
  }

  /** The name of the priority class; empty for none. */
  String priorityClass() {
    return priorityClass;
  }

  /** Whether the pod ends after a while, whatever it does. */
  boolean hasDeadline() {
    return hasDeadline;
  }

  /** Whether a container wants a port of the node. */
  boolean takesHostPort() {
    return takesHostPort;
  }
}
