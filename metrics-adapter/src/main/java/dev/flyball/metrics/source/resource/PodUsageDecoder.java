package dev.flyball.metrics.source.resource;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.json.JsonFactory;

/**
 * Decodes a {@code PodMetricsList} of {@code metrics.k8s.io/v1beta1} in JSON as its bytes arrive:
 * it never holds more than one pod, whatever the length of the list.
 *
 * <p>An entry that cannot be read costs that pod; JSON that cannot be read ends the list with an
 * error. Nothing is thrown. Use one decoder a list, on one thread at a time.
 */
public final class PodUsageDecoder {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private final PodUsageVisitor visitor;
  private final JsonParser parser;
  private final ByteArrayFeeder feeder;
  private final PodUsageEntry entry = new PodUsageEntry();
  private final Timestamps timestamps = new Timestamps();

  private Place place = Place.START;
  private int skipDepth;
  private String field = "";
  private boolean itemsSeen;
  private boolean ended;
  private int pods;
  private int malformed;
  private @Nullable String continueToken;
  private @Nullable String error;

  /** Where in the list the next token stands. */
  private enum Place {
    START,
    LIST,
    LIST_METADATA,
    ITEMS,
    ITEM,
    METADATA,
    CONTAINERS,
    CONTAINER,
    USAGE,
    END
  }

  /** A decoder of one list. */
  public PodUsageDecoder(PodUsageVisitor visitor) {
    this.visitor = visitor;
    parser = JSON.createNonBlockingByteArrayParser(ObjectReadContext.empty());
    feeder = (ByteArrayFeeder) parser.nonBlockingInputFeeder();
  }

  /**
   * Reads the next bytes of the list. The array must not change during the call and is not kept.
   *
   * @return whether more may follow; false after an error, when the rest need not be fetched
   */
  public boolean feed(byte[] chunk, int from, int to) {
    if (error != null || from == to) {
      return error == null;
    }
    try {
      feeder.feedInput(chunk, from, to);
      readTokens();
    } catch (JacksonException e) {
      error = e.getOriginalMessage();
    }
    return error == null;
  }

  /** Ends the list and says what became of it. */
  public PodUsageResult finish() {
    if (!ended && error == null) {
      ended = true;
      readEnd();
    }
    if (error == null && !itemsSeen) {
      error = "there is no list of items";
    }
    parser.close();
    return new PodUsageResult(pods, malformed, continueToken, error);
  }

  private void readEnd() {
    try {
      feeder.endOfInput();
      readTokens();
    } catch (JacksonException e) {
      place = Place.START; // Within a token, which is one way of not being at the end.
    }
    if (place != Place.END) {
      error = "the list ends before its end";
    }
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
      skipDepth += depthChange(token);
    } else if (token == JsonToken.PROPERTY_NAME) {
      field = parser.currentName();
    } else if (token.isStructEnd()) {
      leave();
    } else if (token.isStructStart()) {
      enter(token);
    } else {
      value(token);
    }
  }

  private static int depthChange(JsonToken token) {
    if (token.isStructStart()) {
      return 1;
    }
    return token.isStructEnd() ? -1 : 0;
  }

  private void enter(JsonToken token) {
    Place inside = token == JsonToken.START_OBJECT ? objectPlace() : arrayPlace();
    if (inside == place) {
      unexpected(token);
      skipDepth = 1;
      return;
    }
    place = inside;
    if (inside == Place.ITEM) {
      entry.clear();
    } else if (inside == Place.CONTAINER) {
      entry.addContainer();
    } else if (inside == Place.ITEMS) {
      itemsSeen = true;
    }
  }

  /** The place inside an object that starts here; the same place when it is not known. */
  private Place objectPlace() {
    return switch (place) {
      case START -> Place.LIST;
      case LIST -> field.equals("metadata") ? Place.LIST_METADATA : place;
      case ITEMS -> Place.ITEM;
      case ITEM -> field.equals("metadata") ? Place.METADATA : place;
      case CONTAINERS -> Place.CONTAINER;
      case CONTAINER -> field.equals("usage") ? Place.USAGE : place;
      case LIST_METADATA, METADATA, USAGE, END -> place;
    };
  }

  /** The place inside an array that starts here; the same place when it is not known. */
  private Place arrayPlace() {
    return switch (place) {
      case LIST -> field.equals("items") ? Place.ITEMS : place;
      case ITEM -> field.equals("containers") ? Place.CONTAINERS : place;
      case START, LIST_METADATA, ITEMS, METADATA, CONTAINERS, CONTAINER, USAGE, END -> place;
    };
  }

  private void leave() {
    place =
        switch (place) {
          case LIST, START, END -> Place.END;
          case LIST_METADATA, ITEMS -> Place.LIST;
          case ITEM -> {
            deliver();
            yield Place.ITEMS;
          }
          case METADATA, CONTAINERS -> Place.ITEM;
          case CONTAINER -> Place.CONTAINERS;
          case USAGE -> Place.CONTAINER;
        };
  }

  private void deliver() {
    String problem = entry.problem();
    if (problem.isEmpty()) {
      pods++;
      visitor.pod(entry);
    } else {
      malformed++;
      visitor.malformed(entry.namespace() + "/" + entry.name(), problem);
    }
  }

  /** A structure or a value where the list has something else: it costs the pod that it is in. */
  private void unexpected(JsonToken token) {
    switch (place) {
      case ITEMS -> {
        malformed++;
        visitor.malformed("/", "it is no object");
      }
      case ITEM -> rejectUnless(!isField("metadata", "timestamp", "window", "containers"));
      case METADATA -> rejectUnless(!isField("name", "namespace"));
      case CONTAINERS -> entry.reject("a container is no object");
      case CONTAINER -> rejectUnless(!isField("name", "usage"));
      case USAGE -> rejectUnless(!isField("cpu", "memory"));
      case START -> error = "the list is no object but " + token;
      case LIST, LIST_METADATA, END -> {}
    }
  }

  private boolean isField(String... names) {
    for (String name : names) {
      if (field.equals(name)) {
        return true;
      }
    }
    return false;
  }

  private void rejectUnless(boolean accepted) {
    if (!accepted) {
      entry.reject(field + " has the wrong type");
    }
  }

  private void value(JsonToken token) {
    if (token == JsonToken.VALUE_NULL) {
      if (place == Place.LIST && field.equals("items")) {
        itemsSeen = true; // An empty list that Go wrote.
      }
      return;
    }
    // Quantities may be bare numbers, as the API server's own decoder allows.
    boolean number = place == Place.USAGE && token.isNumeric();
    if (token != JsonToken.VALUE_STRING && !number) {
      unexpected(token);
      return;
    }
    text(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
  }

  private void text(char[] text, int from, int length) {
    int to = from + length;
    switch (place) {
      case LIST_METADATA -> {
        if (field.equals("continue") && length > 0) {
          continueToken = new String(text, from, length);
        }
      }
      case METADATA -> {
        if (field.equals("name")) {
          entry.name(new String(text, from, length));
        } else if (field.equals("namespace")) {
          entry.namespace(text, from, to);
        }
      }
      case CONTAINER -> {
        if (field.equals("name")) {
          entry.containerName(text, from, to);
        } else {
          rejectUnless(!field.equals("usage"));
        }
      }
      case ITEM -> itemText(text, from, to);
      case USAGE -> usageText(text, from, to);
      case START, LIST, ITEMS, CONTAINERS, END -> unexpected(JsonToken.VALUE_STRING);
    }
  }

  private void itemText(char[] text, int from, int to) {
    switch (field) {
      case "timestamp" -> {
        long millis = timestamps.millis(text, from, to);
        if (millis == Timestamps.INVALID) {
          entry.reject("its timestamp is no RFC 3339 time");
        }
        entry.timestamp(millis);
      }
      case "window" -> {
        long millis = Durations.millis(text, from, to);
        if (millis == Durations.INVALID) {
          entry.reject("its window is no duration");
        } else {
          entry.window((int) millis);
        }
      }
      default -> rejectUnless(!isField("metadata", "containers"));
    }
  }

  private void usageText(char[] text, int from, int to) {
    boolean cpu = field.equals("cpu");
    if (!cpu && !field.equals("memory")) {
      return;
    }
    long milli = Quantities.milli(text, from, to);
    if (milli == Quantities.INVALID) {
      entry.reject(field + " is no quantity");
    } else if (cpu) {
      entry.cpu(milli);
    } else {
      entry.memory(milli);
    }
  }
}
