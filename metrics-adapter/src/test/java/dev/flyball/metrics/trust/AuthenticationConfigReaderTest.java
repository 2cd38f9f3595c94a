package dev.flyball.metrics.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AuthenticationConfigReaderTest {
  private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
  private static final TestingAuthority PROXIES = new TestingAuthority("p", START);
  private static final TestingAuthority USERS = new TestingAuthority("u", START);

  /** As the API server writes it. */
  private static Map<String, String> published() {
    Map<String, String> data = new HashMap<>();
    data.put("client-ca-file", Pem.text(List.of(USERS.certificate())));
    data.put("requestheader-allowed-names", "[\"front-proxy-client\"]");
    data.put("requestheader-client-ca-file", Pem.text(List.of(PROXIES.certificate())));
    data.put("requestheader-extra-headers-prefix", "[\"X-Remote-Extra-\"]");
    data.put("requestheader-group-headers", "[\"X-Remote-Group\"]");
    data.put("requestheader-uid-headers", "[\"X-Remote-Uid\"]");
    data.put("requestheader-username-headers", "[\"X-Remote-User\",\"X-Other-User\"]");
    return data;
  }

  @Test
  void readsWhatTheApiServerPublishes() {
    assertThat(AuthenticationConfigReader.read(published()))
        .isEqualTo(
            new AuthenticationConfig(
                new FrontProxyConfig(
                    List.of(PROXIES.certificate()),
                    List.of("front-proxy-client"),
                    List.of("X-Remote-User", "X-Other-User"),
                    List.of("X-Remote-Uid"),
                    List.of("X-Remote-Group"),
                    List.of("X-Remote-Extra-")),
                List.of(USERS.certificate())));
  }

  @Test
  void whatIsNotThereTrustsNobody() {
    assertThat(AuthenticationConfigReader.read(Map.of())).isEqualTo(AuthenticationConfig.NONE);
    Map<String, String> data = published();
    data.remove("requestheader-client-ca-file");
    assertThat(AuthenticationConfigReader.read(data).frontProxy()).isEqualTo(FrontProxyConfig.NONE);
    data = published();
    data.remove("requestheader-uid-headers");
    data.put("requestheader-allowed-names", "[]");
    data.put("client-ca-file", " ");
    AuthenticationConfig config = AuthenticationConfigReader.read(data);
    assertThat(config.frontProxy().uidHeaders()).isEmpty();
    assertThat(config.frontProxy().allowedNames()).isEmpty();
    assertThat(config.clientAuthorities()).isEmpty();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        argumentSet("no list", "requestheader-username-headers", "X-Remote-User"),
        argumentSet("an object", "requestheader-group-headers", "{\"a\": 1}"),
        argumentSet("numbers", "requestheader-allowed-names", "[1]"),
        argumentSet("a list in a list", "requestheader-allowed-names", "[[\"a\"]]"),
        argumentSet("no end", "requestheader-uid-headers", "[\"a\""),
        argumentSet("no certificate", "client-ca-file", "nobody"),
        argumentSet("no certificate of a proxy", "requestheader-client-ca-file", "nobody"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakesAreNamedByTheirPlace(String key, String value) {
    Map<String, String> data = published();
    data.put(key, value);
    assertThatThrownBy(() -> AuthenticationConfigReader.read(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "ConfigMap kube-system/extension-apiserver-authentication, key " + key + ": ");
  }
}
