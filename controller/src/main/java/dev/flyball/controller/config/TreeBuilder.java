package dev.flyball.controller.config;

import dev.flyball.controller.config.Node.Entry;
import dev.flyball.controller.config.Node.Form;
import dev.flyball.controller.config.Node.Mapping;
import dev.flyball.controller.config.Node.Scalar;
import dev.flyball.controller.config.Node.Sequence;
import dev.flyball.controller.config.YamlTree.Document;
import dev.flyball.controller.config.YamlTree.Fault;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Builds nodes from parser events without recursion.
 *
 * <p>An alias stands for the node of its anchor. Nested aliases can make a short text stand for
 * billions of nodes, so the nodes that aliases add to a document are counted and limited, and so is
 * the depth.
 */
final class TreeBuilder {
  /**
   * Deepest nesting; the schemas of CustomResourceDefinitions, which share files, need about 40.
   */
  static final int MAX_DEPTH = 100;

  /** How many nodes the aliases of a document may stand for. */
  static final int MAX_ALIASED_NODES = 10_000;

  private static final String KEY_EXPECTED = "a list or mapping cannot be a key";
  private static final String STANDARD_TAG = "tag:yaml.org,2002:";

  private final List<Document> documents = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<String, Node> anchors = new HashMap<>();
  private final int linesBefore;
  private Position documentStart;
  private Position last;
  private int aliasedNodes;

  /**
   * @param linesBefore lines of the file in front of the text
   */
  TreeBuilder(int linesBefore) {
    this.linesBefore = linesBefore;
    this.documentStart = new Position(linesBefore + 1, 1);
    this.last = documentStart;
  }

  /** A list or mapping whose end is still to come; the children of a mapping alternate. */
  private record Open(Position at, boolean mapping, @Nullable String anchor, List<Node> children) {
    boolean expectsKey() {
      return mapping && children.size() % 2 == 0;
    }
  }

  List<Document> documents() {
    return documents;
  }

  /** Where the last event began. */
  Position last() {
    return last;
  }

  /** Place of a mark of the parser. */
  Position position(Mark mark) {
    return new Position(mark.getLine() + 1 + linesBefore, mark.getColumn() + 1);
  }

  /** Takes the next event; a fault ends the text. */
  @Nullable Fault accept(Event event) {
    last = event.getStartMark().map(this::position).orElse(last);
    return switch (event.getEventId()) {
      case StreamStart, StreamEnd, Comment, DocumentEnd -> null;
      case DocumentStart -> startDocument();
      case Scalar -> scalar((ScalarEvent) event);
      case Alias -> alias((AliasEvent) event);
      case MappingStart, SequenceStart -> start((CollectionStartEvent) event);
      case MappingEnd, SequenceEnd -> end();
    };
  }

  private @Nullable Fault startDocument() {
    documentStart = last;
    anchors.clear();
    aliasedNodes = 0;
    return null;
  }

  private @Nullable Fault scalar(ScalarEvent event) {
    Fault unknown = unknownTag(event.getTag());
    return unknown != null
        ? unknown
        : add(new Scalar(last, event.getValue(), form(event)), anchorOf(event));
  }

  private static Form form(ScalarEvent event) {
    String tag = event.getTag().orElse("");
    if (event.isLiteral()) {
      return Form.LITERAL;
    }
    if (tag.equals(STANDARD_TAG + "str") || tag.equals("!")) {
      return Form.QUOTED;
    }
    return event.isPlain() || !tag.isEmpty() ? Form.PLAIN : Form.QUOTED;
  }

  private @Nullable Fault alias(AliasEvent event) {
    String name = event.getAlias().getValue();
    Node target = anchors.get(name);
    if (target == null) {
      return new Fault(
          last, "*" + name + " names no finished value above", "write the value out instead");
    }
    aliasedNodes = Math.addExact(aliasedNodes, target.size());
    if (aliasedNodes > MAX_ALIASED_NODES) {
      return new Fault(
          last,
          "aliases stand for more than " + MAX_ALIASED_NODES + " values",
          "write the values out instead");
    }
    return add(target, null);
  }

  private @Nullable Fault start(CollectionStartEvent event) {
    if (open.size() >= MAX_DEPTH) {
      return new Fault(last, "is nested more than " + MAX_DEPTH + " deep", "nest it less");
    }
    Open parent = open.peek();
    if (parent != null && parent.expectsKey()) {
      // Templates end up here: {{ .Values.replicas }} is a mapping used as a key.
      return new Fault(last, KEY_EXPECTED, "write a name; render templates first");
    }
    boolean mapping = event instanceof MappingStartEvent;
    open.push(new Open(last, mapping, anchorOf(event), new ArrayList<>()));
    return unknownTag(event.getTag());
  }

  private @Nullable Fault end() {
    Open done = open.pop();
    int size = 1;
    for (Node child : done.children) {
      size += child.size();
    }
    Node node =
        done.mapping
            ? new Mapping(done.at, entries(done.children), size)
            : new Sequence(done.at, List.copyOf(done.children), size);
    return add(node, done.anchor);
  }

  private static List<Entry> entries(List<Node> children) {
    List<Entry> entries = new ArrayList<>(children.size() / 2);
    for (int i = 0; i < children.size(); i += 2) {
      entries.add(new Entry((Scalar) children.get(i), children.get(i + 1)));
    }
    return List.copyOf(entries);
  }

  private @Nullable Fault add(Node node, @Nullable String anchor) {
    if (anchor != null) {
      anchors.put(anchor, node);
    }
    Open parent = open.peek();
    if (parent == null) {
      documents.add(new Document(documentStart, node));
      return null;
    }
    if (parent.expectsKey() && !(node instanceof Scalar)) {
      return new Fault(last, KEY_EXPECTED, "write a name");
    }
    parent.children.add(node);
    return null;
  }

  private static @Nullable String anchorOf(NodeEvent event) {
    return event.getAnchor().map(anchor -> anchor.getValue()).orElse(null);
  }

  private @Nullable Fault unknownTag(Optional<String> tag) {
    String name = tag.orElse("!");
    return name.equals("!") || name.startsWith(STANDARD_TAG)
        ? null
        : new Fault(last, "the tag " + Quoting.quoted(name) + " is not known", "remove it");
  }
}
