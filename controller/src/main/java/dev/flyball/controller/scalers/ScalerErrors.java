package dev.flyball.controller.scalers;

import dev.flyball.metrics.api.RequestAttributes;
import dev.flyball.metrics.api.wire.ApiStatus;

/** Errors in the words that clients know from other API servers. */
final class ScalerErrors {
  private ScalerErrors() {}

  static ApiStatus notFound(String name) {
    return new ApiStatus(
        404,
        "NotFound",
        ScalerGroup.RESOURCE + " \"" + name + "\" not found",
        ScalerGroup.RESOURCE,
        name);
  }

  static ApiStatus noSuchPath() {
    return ApiStatus.of(404, "NotFound", "the server could not find the requested resource");
  }

  /** Says where to write instead. */
  static ApiStatus readOnly(RequestAttributes asked) {
    return new ApiStatus(
        405,
        "MethodNotAllowed",
        asked.verb()
            + " is not supported on resources of kind \""
            + ScalerGroup.RESOURCE
            + "\": a scaler shows what a ConfigMap says and what becomes of it; edit the ConfigMap"
            + " that its annotation flyball.dev/configmap names",
        ScalerGroup.RESOURCE,
        asked.name());
  }

  static ApiStatus bad(String message) {
    return ApiStatus.of(400, "BadRequest", message);
  }

  static ApiStatus expired(long wanted, long oldest) {
    return ApiStatus.of(
        410, "Expired", "too old resource version: " + wanted + " (" + oldest + ")");
  }

  static ApiStatus exact() {
    return ApiStatus.of(
        410,
        "Expired",
        "older versions of lists are not kept: leave resourceVersionMatch=Exact out");
  }

  static ApiStatus tooLarge(long wanted, long newest) {
    return ApiStatus.of(
        504, "Timeout", "Timeout: Too large resource version: " + wanted + ", current: " + newest);
  }

  static ApiStatus notSynced() {
    return ApiStatus.of(
        503, "ServiceUnavailable", "the cluster is still being read; try again in a moment");
  }

  static ApiStatus tooManyWatches(int most) {
    return ApiStatus.of(
        429, "TooManyRequests", "more than " + most + " watches are open; try again later");
  }
}
