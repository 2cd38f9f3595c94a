package dev.flyball.metrics.trust;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads {@code kube-system/extension-apiserver-authentication}. */
public final class AuthenticationConfigReader {
  private static final String PROXY_AUTHORITIES = "requestheader-client-ca-file";
  private static final String CLIENT_AUTHORITIES = "client-ca-file";
  private static final JsonFactory JSON = new JsonFactory();

  private AuthenticationConfigReader() {}

  /**
   * What the ConfigMap says. Keys that are not there trust nobody; older API servers have no {@code
   * requestheader-uid-headers}.
   *
   * @param data its data
   * @throws IllegalArgumentException where a value is not what the API server writes; the message
   *     names the key
   */
  public static AuthenticationConfig read(Map<String, String> data) {
    return new AuthenticationConfig(frontProxy(data), authorities(data, CLIENT_AUTHORITIES));
  }

  private static FrontProxyConfig frontProxy(Map<String, String> data) {
    List<X509Certificate> authorities = authorities(data, PROXY_AUTHORITIES);
    return authorities.isEmpty()
        ? FrontProxyConfig.NONE
        : new FrontProxyConfig(
            authorities,
            names(data, "requestheader-allowed-names"),
            names(data, "requestheader-username-headers"),
            names(data, "requestheader-uid-headers"),
            names(data, "requestheader-group-headers"),
            names(data, "requestheader-extra-headers-prefix"));
  }

  private static List<X509Certificate> authorities(Map<String, String> data, String key) {
    @Nullable String text = data.get(key);
    if (text == null || text.isBlank()) {
      return List.of();
    }
    try {
      return Pem.certificates(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place(key) + e.getMessage(), e);
    }
  }

  private static List<String> names(Map<String, String> data, String key) {
    @Nullable String text = data.get(key);
    if (text == null || text.isBlank()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw notNames(key);
      }
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
          throw notNames(key);
        }
        names.add(json.getString());
      }
    } catch (JacksonException e) {
      throw notNames(key);
    }
    return names;
  }

  private static IllegalArgumentException notNames(String key) {
    return new IllegalArgumentException(
        place(key) + "must be a list of names in JSON, such as [\"X-Remote-User\"]");
  }

  private static String place(String key) {
    return "ConfigMap "
        + AuthenticationConfig.NAMESPACE
        + "/"
        + AuthenticationConfig.NAME
        + ", key "
        + key
        + ": ";
  }
}
