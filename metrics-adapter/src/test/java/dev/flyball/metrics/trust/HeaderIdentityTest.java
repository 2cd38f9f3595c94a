package dev.flyball.metrics.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.metrics.api.Caller;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderIdentityTest {
  private static final FrontProxyConfig CONFIG =
      new FrontProxyConfig(
          List.of(),
          List.of(),
          List.of("X-Remote-User", "X-User"),
          List.of("X-Remote-Uid"),
          List.of("X-Remote-Group", "X-Group"),
          List.of("X-Remote-Extra-", "X-More-"));

  static Stream<Arguments> rows() {
    return Stream.of(
        row("nobody", null, "X-Other: a"),
        row("no name", null, "X-Remote-User: ", "X-Remote-Group: a"),
        row("a name", caller("a", List.of(), Map.of()), "X-Remote-User: a"),
        row("any case", caller("a", List.of(), Map.of()), "x-remote-USER: a"),
        row("second header", caller("b", List.of(), Map.of()), "X-User: b"),
        row(
            "first header first",
            caller("a", List.of(), Map.of()),
            "X-User: b",
            "X-Remote-User: a"),
        row(
            "all groups",
            caller("a", List.of("g", "h", "i"), Map.of()),
            "X-Remote-User: a",
            "X-Group: i",
            "X-Remote-Group: g",
            "X-Remote-Group: h"),
        row(
            "uid",
            new Caller("a", "7", List.of(), Map.of()),
            "X-Remote-User: a",
            "X-Remote-Uid: 7"),
        row(
            "extra",
            caller("a", List.of(), Map.of("scopes", List.of("x", "y"), "k", List.of("z"))),
            "X-Remote-User: a",
            "X-Remote-Extra-Scopes: x",
            "x-remote-extra-scopes: y",
            "X-More-K: z"),
        row(
            "encoded keys",
            caller("a", List.of(), Map.of("example.com/a+b%", List.of("%2F"))),
            "X-Remote-User: a",
            "X-Remote-Extra-Example.com%2fa+b%25: %2F"),
        row(
            "keys that are not encoded after all",
            caller("a", List.of(), Map.of("50%", List.of("x"))),
            "X-Remote-User: a",
            "X-Remote-Extra-50%: x"));
  }

  private static Caller caller(String user, List<String> groups, Map<String, List<String>> extra) {
    return new Caller(user, "", groups, extra);
  }

  private static Arguments row(String name, Caller expected, String... headers) {
    return argumentSet(name, expected, List.of(headers));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void readsForWhomTheProxyAsks(Caller expected, List<String> lines) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (String line : lines) {
      int colon = line.indexOf(':');
      headers.add(line.substring(0, colon), line.substring(colon + 2));
    }
    assertThat(HeaderIdentity.read(CONFIG, headers)).isEqualTo(expected);
  }
}
