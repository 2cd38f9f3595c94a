package dev.flyball.metrics.api.http;

import dev.flyball.core.policy.LabelSelectorText;
import dev.flyball.metrics.api.Caller;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.GroupResource;
import dev.flyball.metrics.api.RequestAttributes;
import dev.flyball.metrics.api.discovery.ServedVersion;
import dev.flyball.metrics.api.wire.ApiStatus;
import java.util.List;

/** The errors of the metrics APIs, in the words that clients know from other API servers. */
final class ApiErrors {
  private static final String NOT_FOUND = "NotFound";
  private static final String BAD_REQUEST = "BadRequest";

  private ApiErrors() {}

  static ApiStatus unauthorized() {
    return ApiStatus.of(401, "Unauthorized", "Unauthorized");
  }

  static ApiStatus forbidden(RequestAttributes asked, Caller caller, String reason) {
    String why = htmlSafe(cannot(asked, caller)) + (reason.isEmpty() ? "" : ": " + reason);
    if (!asked.resourceRequest()) {
      return ApiStatus.of(403, "Forbidden", "forbidden: " + why);
    }
    GroupResource kind = new GroupResource(asked.group(), asked.resource());
    String object = asked.name().isEmpty() ? "" : " \"" + asked.name() + "\"";
    return new ApiStatus(
        403, "Forbidden", kind + object + " is forbidden: " + why, kind, asked.name());
  }

  private static String cannot(RequestAttributes asked, Caller caller) {
    String user = "User \"" + caller.user() + "\" cannot " + asked.verb();
    if (!asked.resourceRequest()) {
      return user + " path \"" + asked.path() + "\"";
    }
    String resource =
        asked.subresource().isEmpty()
            ? asked.resource()
            : asked.resource() + "/" + asked.subresource();
    return user
        + " resource \""
        + resource
        + "\" in API group \""
        + asked.group()
        + "\""
        + (asked.namespace().isEmpty()
            ? " at the cluster scope"
            : " in the namespace \"" + asked.namespace() + "\"");
  }

  /** Names in the message come from the request: it must not pass for a page of HTML. */
  private static String htmlSafe(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  static ApiStatus noSuchPath() {
    return ApiStatus.of(404, NOT_FOUND, "the server could not find the requested resource");
  }

  static ApiStatus unknownExternal(ExternalQuery query) {
    return new ApiStatus(
        404,
        NOT_FOUND,
        "the server could not find the metric "
            + query.metric()
            + " for external metrics in namespace "
            + query.namespace(),
        new GroupResource(ServedVersion.EXTERNAL, query.metric()),
        "");
  }

  static ApiStatus unknownCustom(CustomQuery query) {
    return custom(
        query,
        "the server could not find the metric " + query.metric() + " for " + query.resource());
  }

  /** The metric is known, and the one object that was asked for has no value now. */
  static ApiStatus noValue(CustomQuery query) {
    String selector = LabelSelectorText.format(query.series());
    return custom(
        query,
        "the server could not find the metric "
            + query.metric()
            + " for "
            + query.resource()
            + " "
            + query.name()
            + (selector.isEmpty() ? "" : " with selector " + selector));
  }

  private static ApiStatus custom(CustomQuery query, String message) {
    String name = query.forAll() ? "" : query.name();
    return new ApiStatus(404, NOT_FOUND, message, query.resource(), name);
  }

  static ApiStatus badSelector(
      String parameter, String text, LabelSelectorText.Result.Malformed malformed) {
    return ApiStatus.of(
        400,
        BAD_REQUEST,
        "unable to parse "
            + parameter
            + " \""
            + text
            + "\" at character "
            + (malformed.position() + 1)
            + ": "
            + malformed.reason());
  }

  static ApiStatus badEscape() {
    return ApiStatus.of(400, BAD_REQUEST, "the URL has a malformed % escape");
  }

  static ApiStatus fieldSelector() {
    return ApiStatus.of(
        400, BAD_REQUEST, "metrics have no fields to select by: leave fieldSelector out");
  }

  static ApiStatus method(String method) {
    return ApiStatus.of(
        405,
        "MethodNotAllowed",
        "the server does not allow " + method + " on the requested resource: it answers GET only");
  }

  static ApiStatus watch(ExternalQuery query) {
    GroupResource kind = new GroupResource(ServedVersion.EXTERNAL, query.metric());
    return new ApiStatus(
        405,
        "MethodNotAllowed",
        "watch is not supported on resources of kind \"" + kind + "\"",
        kind,
        "");
  }

  static ApiStatus notAcceptable(List<String> mediaTypes) {
    return ApiStatus.of(
        406,
        "NotAcceptable",
        "only the following media types are accepted: " + String.join(", ", mediaTypes));
  }

  /**
   * No Retry-After goes with it: the HPA controller's client would sleep and retry within the
   * evaluation of one HPA, and hold up those of others.
   */
  static ApiStatus unavailable(String metric, String source, String reason) {
    return ApiStatus.of(
        503,
        "ServiceUnavailable",
        "the source " + source + " of the metric " + metric + " is not available: " + reason);
  }

  /** What went wrong is in the log; clients get no insides. */
  static ApiStatus internal() {
    return ApiStatus.of(
        500, "InternalError", "Internal error occurred: see the log of the metrics adapter");
  }
}
