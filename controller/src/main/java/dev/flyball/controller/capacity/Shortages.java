package dev.flyball.controller.capacity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** What keeps pods from nodes, put together for people: a few nodes by name, the others in sum. */
final class Shortages {
  private static final int NAMED = 3;

  /** Why no pod may be put onto a node, whatever is free on it. */
  enum Bar {
    NotReady("not ready"),
    NotAllowed("ruled out by node selector or affinity"),
    Tainted("with a taint that it does not tolerate"),
    Apart("where a pod is that it must keep away from");

    private final String text;

    Bar(String text) {
      this.text = text;
    }
  }

  /**
   * A node that has too little of a resource for one more.
   *
   * @param free what is left once it took what fits, in milli-units
   * @param needed what one pod needs
   */
  record Lack(String node, String resource, long free, long needed) {
    private double share() {
      return (double) free / needed;
    }

    private String text() {
      return node
          + " "
          + resource
          + " "
          + AmountText.of(resource, Math.max(0, free))
          + " free of "
          + AmountText.of(resource, needed)
          + " needed";
    }
  }

  /** The nodes closest to taking one more come first. */
  private static final Comparator<Lack> CLOSEST =
      Comparator.comparingDouble(Lack::share).reversed().thenComparing(Lack::node);

  private final List<Lack> lacks = new ArrayList<>();
  private final Map<Bar, Integer> barred = new EnumMap<>(Bar.class);
  private int others;

  void add(Lack lack) {
    lacks.add(lack);
    if (lacks.size() > NAMED) {
      lacks.sort(CLOSEST);
      lacks.removeLast();
      others++;
    }
  }

  void add(Bar bar) {
    barred.merge(bar, 1, Integer::sum);
  }

  String text() {
    StringJoiner text = new StringJoiner(", ");
    lacks.sort(CLOSEST);
    lacks.forEach(lack -> text.add(lack.text()));
    if (others > 0) {
      text.add(nodes(others) + " with even less");
    }
    barred.forEach((bar, count) -> text.add(nodes(count) + " " + bar.text));
    return text.toString();
  }

  private static String nodes(int count) {
    return count + (count == 1 ? " node" : " nodes");
  }
}
