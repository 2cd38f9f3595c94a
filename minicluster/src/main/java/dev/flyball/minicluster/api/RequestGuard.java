package dev.flyball.minicluster.api;

import org.jspecify.annotations.Nullable;

/** Decides whether a caller may do what it asks. */
@FunctionalInterface
public interface RequestGuard {
  /** Lets everybody do everything. */
  RequestGuard EVERYBODY = (call, user) -> {};

  /**
   * Returns when the call may go on.
   *
   * @param user who the bearer token belongs to, after {@link Reviews#tokens}; null without a valid
   *     one
   * @throws ApiException 401 or 403 when it may not
   */
  void check(ApiCall call, Reviews.@Nullable User user);
}
