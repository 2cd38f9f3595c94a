package dev.flyball.metrics.source.promql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.json.JsonFactory;

/**
 * Decodes an answer of {@code /api/v1} in JSON as its bytes arrive: a vector or scalar of a query,
 * or a list of names, or the server's error. What it does not know it skips. One an answer.
 */
final class AnswerDecoder {
  private static final JsonFactory JSON = JsonFactory.builder().build();
  private static final int SCRATCH = 8 * 1024;

  private final JsonParser parser =
      JSON.createNonBlockingByteArrayParser(ObjectReadContext.empty());
  private final ByteArrayFeeder feeder = (ByteArrayFeeder) parser.nonBlockingInputFeeder();
  private final List<PromQlSample> samples = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, String> labels = new HashMap<>();

  private Place place = Place.START;
  private int skipDepth;
  private String field = "";
  private String status = "";
  private String resultType = "";
  private String serverError = "";
  private String problem = "";
  private double at = Double.NaN;
  private double value = Double.NaN;

  /** Where in the answer the next token stands. */
  private enum Place {
    START,
    ANSWER,
    NAMES,
    DATA,
    RESULT,
    ROW,
    METRIC,
    ROW_VALUE,
    SCALAR,
    END
  }

  /** Reads the next bytes; says whether more may be of use. */
  boolean feed(byte[] bytes, int from, int to) {
    // The parser looks back into what it was fed, so pieces are small enough to be cheap to copy.
    for (int start = from; start < to && problem.isEmpty(); start += SCRATCH) {
      try {
        feeder.feedInput(bytes, start, Math.min(to, start + SCRATCH));
        readTokens();
      } catch (JacksonException e) {
        problem = String.valueOf(e.getOriginalMessage());
      }
    }
    return problem.isEmpty();
  }

  /** Ends the answer. */
  void finish() {
    if (problem.isEmpty()) {
      try {
        feeder.endOfInput();
        readTokens();
      } catch (JacksonException e) {
        place = Place.START; // Within a token, which is one way of not being at the end.
      }
      if (place != Place.END) {
        problem = "it ends before its end";
      }
    }
    parser.close();
  }

  /** Why the answer cannot be used; empty if it can. */
  String problem() {
    if (problem.isEmpty() && serverError.isEmpty() && !status.equals("success")) {
      return "its status is " + (status.isEmpty() ? "missing" : status);
    }
    return problem;
  }

  /** What the server says is wrong; empty if nothing. */
  String serverError() {
    return serverError;
  }

  /** The kind of result; empty without one. */
  String resultType() {
    return resultType;
  }

  InstantVector vector() {
    return new InstantVector(samples);
  }

  List<String> names() {
    return names;
  }

  private void readTokens() {
    JsonToken token = parser.nextToken();
    while (token != null && token != JsonToken.NOT_AVAILABLE) {
      accept(token);
      token = parser.nextToken();
    }
  }

  private void accept(JsonToken token) {
    if (skipDepth > 0) {
      skipDepth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    } else if (token == JsonToken.PROPERTY_NAME) {
      field = parser.currentName();
    } else if (token.isStructEnd()) {
      leave();
    } else if (token.isStructStart()) {
      enter(token == JsonToken.START_OBJECT);
    } else {
      value(token);
    }
  }

  private void enter(boolean object) {
    Place inside =
        switch (place) {
          case START -> object ? Place.ANSWER : Place.START;
          case ANSWER -> field.equals("data") ? (object ? Place.DATA : Place.NAMES) : place;
          case DATA -> field.equals("result") && !object ? result() : place;
          case RESULT -> object ? Place.ROW : place;
          case ROW -> row(object);
          case NAMES, METRIC, ROW_VALUE, SCALAR, END -> place;
        };
    if (inside == place) {
      if (place == Place.START) {
        problem = "it is no object";
      }
      skipDepth = 1;
      return;
    }
    place = inside;
    if (place == Place.ROW) {
      labels.clear();
    }
    if (place == Place.ROW || place == Place.SCALAR) {
      at = Double.NaN;
      value = Double.NaN;
    }
  }

  private Place result() {
    return resultType.equals("scalar") ? Place.SCALAR : Place.RESULT;
  }

  private Place row(boolean object) {
    if (object) {
      return field.equals("metric") ? Place.METRIC : place;
    }
    return field.equals("value") ? Place.ROW_VALUE : place;
  }

  private void leave() {
    place =
        switch (place) {
          case ANSWER, START, END -> Place.END;
          case NAMES, DATA -> Place.ANSWER;
          case RESULT -> Place.DATA;
          case ROW -> {
            add();
            yield Place.RESULT;
          }
          case METRIC, ROW_VALUE -> Place.ROW;
          case SCALAR -> {
            add();
            yield Place.DATA;
          }
        };
  }

  private void add() {
    if (Double.isFinite(value) && Double.isFinite(at)) {
      samples.add(new PromQlSample(labels, value, Math.round(at * 1000)));
    }
  }

  private void value(JsonToken token) {
    switch (place) {
      case ANSWER -> answerField(token);
      case DATA -> {
        if (field.equals("resultType")) {
          resultType = parser.getString();
        }
      }
      case NAMES -> names.add(parser.getString());
      case METRIC -> labels.put(field, parser.getString());
      case ROW_VALUE, SCALAR -> number(token);
      case START -> problem = "it is no object";
      case RESULT, ROW, END -> {}
    }
  }

  private void answerField(JsonToken token) {
    if (token != JsonToken.VALUE_STRING) {
      return;
    }
    switch (field) {
      case "status" -> status = parser.getString();
      case "error" -> serverError = parser.getString();
      default -> {}
    }
  }

  /** The time is a number of seconds; the value is text, so that it can be NaN or infinite. */
  private void number(JsonToken token) {
    if (token.isNumeric() && Double.isNaN(at)) {
      at = parser.getDoubleValue();
    } else if (token == JsonToken.VALUE_STRING) {
      try {
        value = Double.parseDouble(parser.getString());
      } catch (NumberFormatException e) {
        value = Double.NaN; // "+Inf" among others, which is no value to use.
      }
    }
  }
}
