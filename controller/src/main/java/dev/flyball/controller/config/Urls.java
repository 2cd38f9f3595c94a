package dev.flyball.controller.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads addresses of servers, and how long they may take. */
final class Urls {
  static final Duration SHORTEST = Duration.ofMillis(100);
  static final Duration LONGEST = Duration.ofMinutes(1);

  private Urls() {}

  /** An http or https address without credentials and query; reports anything else. */
  static @Nullable URI server(@Nullable Value value, String example) {
    String text = Scalars.text(value);
    if (value == null || text == null) {
      return null;
    }
    try {
      URI url = new URI(text);
      String scheme = Objects.requireNonNullElse(url.getScheme(), "");
      if ((scheme.equals("http") || scheme.equals("https"))
          && url.getHost() != null
          && url.getRawQuery() == null
          && url.getRawUserInfo() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Reported below: the position inside the address would say little.
    }
    value.error(
        Quoting.quoted(text) + " is no address of a server", "write for example " + example);
    return null;
  }
}
