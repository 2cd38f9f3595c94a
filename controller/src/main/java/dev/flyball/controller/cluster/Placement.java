package dev.flyball.controller.cluster;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Where a pod template lets pods run: its node selector and its required node affinity.
 *
 * @param nodeSelector labels that a node must have
 * @param terms required node affinity: one of them must match; empty where there is none
 */
public record Placement(Map<String, String> nodeSelector, List<Term> terms) {
  public Placement {
    nodeSelector = Map.copyOf(nodeSelector);
    terms = List.copyOf(terms);
  }

  /** The operators of node affinity. */
  public enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
    Gt,
    Lt
  }

  /**
   * A requirement on a label of the node, or on its name.
   *
   * @param key the label
   * @param operator how it is compared
   * @param values what it is compared with
   */
  public record Requirement(String key, Operator operator, List<String> values) {
    public Requirement {
      values = List.copyOf(values);
    }

    boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case In -> value != null && values.contains(value);
        case NotIn -> value == null || !values.contains(value);
        case Exists -> value != null;
        case DoesNotExist -> value == null;
        case Gt -> compared(value) > 0;
        case Lt -> compared(value) < 0;
      };
    }

    /** The sign of the label's number less the one asked for; 0 where either is no number. */
    private int compared(@org.jspecify.annotations.Nullable String value) {
      try {
        return value == null || values.size() != 1
            ? 0
            : Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
      } catch (NumberFormatException e) {
        return 0;
      }
    }
  }

  /**
   * One term of a node affinity: all of its requirements must hold. One without any matches
   * nothing.
   *
   * @param labels requirements on labels
   * @param names requirements on the node's name
   */
  public record Term(List<Requirement> labels, List<Requirement> names) {
    public Term {
      labels = List.copyOf(labels);
      names = List.copyOf(names);
    }

    private boolean matches(NodeInfo node) {
      Map<String, String> name = Map.of("metadata.name", node.name());
      return !(labels.isEmpty() && names.isEmpty())
          && labels.stream().allMatch(r -> r.matches(node.labels()))
          && names.stream().allMatch(r -> r.matches(name));
    }
  }

  /** Whether the template lets its pods run on this node, as far as selector and affinity say. */
  public boolean allows(NodeInfo node) {
    return node.labels().entrySet().containsAll(nodeSelector.entrySet())
        && (terms.isEmpty() || terms.stream().anyMatch(term -> term.matches(node)));
  }

  /** Whether pods can run on a node of one of these architectures; true for no architectures. */
  public boolean allowsAny(Collection<NodeInfo> nodes, Collection<String> architectures) {
    return architectures.isEmpty()
        || nodes.stream()
            .anyMatch(node -> architectures.contains(node.architecture()) && allows(node));
  }
}
