package dev.flyball.minicluster.api;

import tools.jackson.databind.node.ObjectNode;

/** A request that the API refuses: becomes a {@code Status} object with this code and reason. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;

  /**
   * @param code HTTP status
   * @param reason the machine-readable reason, as in {@code metav1.StatusReason}
   * @param message the sentence for people
   */
  public ApiException(int code, String reason, String message) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
  }

  static ApiException badRequest(String message) {
    return new ApiException(400, "BadRequest", message);
  }

  static ApiException notFound(ResourceType type, String name) {
    return new ApiException(
        404, "NotFound", type.qualifiedPlural() + " \"" + name + "\" not found");
  }

  static ApiException noSuchPath() {
    return new ApiException(404, "NotFound", "the server could not find the requested resource");
  }

  static ApiException alreadyExists(ResourceType type, String name) {
    return new ApiException(
        409, "AlreadyExists", type.qualifiedPlural() + " \"" + name + "\" already exists");
  }

  static ApiException conflict(ResourceType type, String name, String why) {
    return new ApiException(
        409,
        "Conflict",
        "Operation cannot be fulfilled on " + type.qualifiedPlural() + " \"" + name + "\": " + why);
  }

  static ApiException invalid(ResourceType type, String name, String why) {
    String kind = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
    return new ApiException(422, "Invalid", kind + " \"" + name + "\" is invalid: " + why);
  }

  static ApiException expired(String message) {
    return new ApiException(410, "Expired", message);
  }

  static ApiException methodNotAllowed() {
    return new ApiException(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
  }

  /** HTTP status. */
  public int code() {
    return code;
  }

  /** Machine-readable reason. */
  public String reason() {
    return reason;
  }

  /** The {@code Status} object that a client gets. */
  public ObjectNode status() {
    ObjectNode status = Json.object();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status
        .put("status", "Failure")
        .put("message", getMessage())
        .put("reason", reason)
        .put("code", code);
    return status;
  }
}
