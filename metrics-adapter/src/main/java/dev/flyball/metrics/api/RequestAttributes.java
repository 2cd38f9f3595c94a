package dev.flyball.metrics.api;

/**
 * What a request asks for, as an authorizer of Kubernetes sees it.
 *
 * @param verb {@code get}, {@code list}, {@code watch} for resources; the HTTP method in lower case
 *     otherwise
 * @param path path of the request, without its query
 * @param resourceRequest whether the fields below say more than the path
 * @param group API group
 * @param version API version
 * @param resource resource
 * @param subresource subresource; empty for none
 * @param namespace namespace; empty for none
 * @param name name of the object; empty for none
 */
public record RequestAttributes(
    String verb,
    String path,
    boolean resourceRequest,
    String group,
    String version,
    String resource,
    String subresource,
    String namespace,
    String name) {
  /** A request for a path that names no resource, such as discovery. */
  public static RequestAttributes nonResource(String verb, String path) {
    return new RequestAttributes(verb, path, false, "", "", "", "", "", "");
  }
}
