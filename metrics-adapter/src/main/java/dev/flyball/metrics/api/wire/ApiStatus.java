package dev.flyball.metrics.api.wire;

import dev.flyball.metrics.api.GroupResource;

/**
 * An error as clients of Kubernetes expect it: a {@code Status} object.
 *
 * @param code HTTP status
 * @param reason machine-readable reason, such as {@code NotFound}
 * @param message what went wrong, for people
 * @param kind the kind of object that it is about, which has no name where it is about none
 * @param name the object that it is about; empty for none
 */
public record ApiStatus(int code, String reason, String message, GroupResource kind, String name) {
  /** An error that is about no object. */
  public static ApiStatus of(int code, String reason, String message) {
    return new ApiStatus(code, reason, message, new GroupResource("", ""), "");
  }

  private boolean hasDetails() {
    return !kind.resource().isEmpty() || !name.isEmpty();
  }

  /** Appends it as JSON. */
  public void writeJson(ByteSink out) {
    out.add("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\"");
    field(out, ",\"message\":", message);
    field(out, ",\"reason\":", reason);
    if (hasDetails()) {
      out.add(",\"details\":");
      char before = '{';
      before = detail(out, before, "\"name\":", name);
      before = detail(out, before, "\"group\":", kind.group());
      detail(out, before, "\"kind\":", kind.resource());
      out.add('}');
    }
    out.add(",\"code\":");
    out.addDecimal(code);
    out.add("}\n");
  }

  private static void field(ByteSink out, String field, String value) {
    out.add(field);
    JsonSink.string(out, value);
  }

  private static char detail(ByteSink out, char before, String field, String value) {
    if (value.isEmpty()) {
      return before;
    }
    out.add(before);
    field(out, field, value);
    return ',';
  }

  /** Appends it as protobuf, in its envelope. */
  public void writeProtobuf(ByteSink out) {
    int raw = ProtobufEnvelope.open(out, "v1", "Status");
    ProtobufSink.string(out, 2, "Failure");
    ProtobufSink.string(out, 3, message);
    ProtobufSink.string(out, 4, reason);
    if (hasDetails()) {
      int details = ProtobufSink.open(out, 5);
      ProtobufSink.optionalString(out, 1, name);
      ProtobufSink.optionalString(out, 2, kind.group());
      ProtobufSink.optionalString(out, 3, kind.resource());
      ProtobufSink.close(out, details);
    }
    ProtobufSink.number(out, 6, code);
    ProtobufSink.close(out, raw);
  }
}
