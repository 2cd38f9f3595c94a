package dev.flyball.metrics.trust;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * How the front proxy, the API server's aggregator, shows itself and names those for whom it asks.
 * Names of headers are compared without regard to case.
 *
 * @param authorities who vouch for the proxy's client certificate
 * @param allowedNames common names that the certificate may bear; empty for any
 * @param userHeaders headers that hold the user's name; the first that is there counts
 * @param uidHeaders headers that hold the user's uid; the first that is there counts
 * @param groupHeaders headers that hold groups; all of them count
 * @param extraPrefixes what headers of further facts begin with
 */
public record FrontProxyConfig(
    List<X509Certificate> authorities,
    List<String> allowedNames,
    List<String> userHeaders,
    List<String> uidHeaders,
    List<String> groupHeaders,
    List<String> extraPrefixes) {
  /** No front proxy is trusted. */
  public static final FrontProxyConfig NONE =
      new FrontProxyConfig(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  public FrontProxyConfig {
    authorities = List.copyOf(authorities);
    allowedNames = List.copyOf(allowedNames);
    userHeaders = List.copyOf(userHeaders);
    uidHeaders = List.copyOf(uidHeaders);
    groupHeaders = List.copyOf(groupHeaders);
    extraPrefixes = List.copyOf(extraPrefixes);
  }

  /** The same with other authorities. */
  public FrontProxyConfig withAuthorities(List<X509Certificate> others) {
    return new FrontProxyConfig(
        others, allowedNames, userHeaders, uidHeaders, groupHeaders, extraPrefixes);
  }
}
