package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.QuotaInfo.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;

/** Reads ResourceQuotas. Safe for several threads. */
final class QuotaDecoder implements ObjectDecoder<QuotaInfo> {
  @Override
  public Found<QuotaInfo> read(JsonParser parser) {
    ObjectMetadata metadata = new ObjectMetadata();
    Fields fields = new Fields();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      switch (name) {
        case "metadata" -> metadata.read(parser);
        case "spec" -> fields.spec(parser);
        case "status" -> fields.status(parser);
        default -> JsonFields.skip(parser);
      }
    }
    return metadata.found(
        () ->
            new QuotaInfo(
                metadata.namespace,
                metadata.name,
                PodAmounts.milli(fields.hard),
                PodAmounts.milli(fields.used),
                fields.scopes));
  }

  private static final class Fields {
    private final List<Scope> scopes = new ArrayList<>(0);
    private Map<String, String> hard = Map.of();
    private Map<String, String> used = Map.of();

    /** The status alone counts, as at admission: until it is filled in, nothing is refused. */
    void status(JsonParser parser) {
      JsonFields.each(
          parser,
          field -> {
            switch (field) {
              case "hard" -> hard = JsonFields.map(parser);
              case "used" -> used = JsonFields.map(parser);
              default -> JsonFields.skip(parser);
            }
          });
    }

    void spec(JsonParser parser) {
      JsonFields.each(
          parser,
          field -> {
            switch (field) {
              case "scopes" ->
                  JsonFields.strings(parser)
                      .forEach(name -> scopes.add(new Scope(name, "Exists", List.of())));
              case "scopeSelector" -> selector(parser);
              default -> JsonFields.skip(parser);
            }
          });
    }

    private void selector(JsonParser parser) {
      JsonFields.each(
          parser,
          field -> {
            if (field.equals("matchExpressions")) {
              JsonFields.eachObject(parser, () -> expression(parser));
            } else {
              JsonFields.skip(parser);
            }
          });
    }

    private void expression(JsonParser parser) {
      SelectorExpression read = SelectorExpression.read(parser, "scopeName");
      scopes.add(new Scope(read.key(), read.operator(), read.values()));
    }
  }
}
