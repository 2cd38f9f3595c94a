package dev.flyball.metrics.trust;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Whose client certificates are worth something, as the API server publishes it for its extensions.
 *
 * @param frontProxy the proxy that asks for others
 * @param clientAuthorities who vouch for users' own client certificates; empty for nobody
 */
public record AuthenticationConfig(
    FrontProxyConfig frontProxy, List<X509Certificate> clientAuthorities) {
  /** Namespace of the ConfigMap. */
  public static final String NAMESPACE = "kube-system";

  /** Name of the ConfigMap. */
  public static final String NAME = "extension-apiserver-authentication";

  /** No client certificate is worth anything; there are tokens only. */
  public static final AuthenticationConfig NONE =
      new AuthenticationConfig(FrontProxyConfig.NONE, List.of());

  public AuthenticationConfig {
    clientAuthorities = List.copyOf(clientAuthorities);
  }
}
