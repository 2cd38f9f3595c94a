package dev.flyball.controller.config;

import dev.flyball.controller.config.Node.Entry;
import dev.flyball.controller.config.Node.Mapping;
import dev.flyball.controller.config.Node.Scalar;
import dev.flyball.controller.config.Node.Sequence;
import dev.flyball.controller.config.YamlTree.Document;
import dev.flyball.controller.config.YamlTree.Fault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads the objects of a manifest as JSON, for those who carry them elsewhere. */
public final class ManifestObjects {
  private static final int LONGEST_FILE = 1 << 26;
  private static final JsonNodeFactory JSON = JsonMapper.shared().getNodeFactory();

  private ManifestObjects() {}

  /**
   * Reads every object of a YAML or JSON text; those inside lists count one by one.
   *
   * @param file its name, for messages
   * @throws InvalidManifestException where the text is no YAML
   */
  public static List<ObjectNode> read(String file, String text) throws InvalidManifestException {
    YamlTree tree = YamlParser.parse(text, LONGEST_FILE, 0);
    if (tree.fault().isPresent()) {
      Fault fault = tree.fault().get();
      throw new InvalidManifestException(
          new Problem(
                  Origin.file(file),
                  fault.at().line(),
                  fault.at().column(),
                  "",
                  fault.what(),
                  fault.remedy())
              .describe());
    }
    List<ObjectNode> objects = new ArrayList<>();
    for (Document document : tree.documents()) {
      collect(json(document.root()), objects);
    }
    return objects;
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      if (object.path("kind").asString("").endsWith("List")
          && object.path("items") instanceof ArrayNode items) {
        items.forEach(item -> collect(item, objects));
      } else {
        objects.add(object);
      }
    }
  }

  private static JsonNode json(Node node) {
    return switch (node) {
      case Scalar scalar -> json(scalar);
      case Sequence sequence -> {
        ArrayNode array = JSON.arrayNode();
        sequence.items().forEach(item -> array.add(json(item)));
        yield array;
      }
      case Mapping mapping -> {
        ObjectNode object = JSON.objectNode();
        for (Entry entry : mapping.entries()) {
          object.set(entry.key().text(), json(entry.value()));
        }
        yield object;
      }
    };
  }

  private static JsonNode json(Scalar scalar) {
    String text = scalar.text();
    if (scalar.isText()) {
      return JSON.stringNode(text);
    }
    if (scalar.isNull()) {
      return JSON.nullNode();
    }
    if (PlainScalars.isBoolean(text)) {
      return JSON.booleanNode(text.equalsIgnoreCase("true"));
    }
    try {
      return JSON.numberNode(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return JSON.stringNode(text); // Octal, hexadecimal and infinite: no field of an HPA has them.
    }
  }

  /** A text that is no YAML; the message is one line for people, with file and line. */
  public static final class InvalidManifestException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidManifestException(String message) {
      super(message);
    }
  }
}
