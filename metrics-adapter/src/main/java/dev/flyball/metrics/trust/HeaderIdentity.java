package dev.flyball.metrics.trust;

import dev.flyball.metrics.api.Caller;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads from headers for whom a front proxy asks. Only to be used once the proxy is known. */
final class HeaderIdentity {
  private HeaderIdentity() {}

  /** The caller; null where no user is named. */
  static @Nullable Caller read(FrontProxyConfig config, MultiMap headers) {
    String user = first(headers, config.userHeaders());
    if (user.isEmpty()) {
      return null;
    }
    List<String> groups = new ArrayList<>();
    for (String header : config.groupHeaders()) {
      groups.addAll(headers.getAll(header));
    }
    return new Caller(
        user, first(headers, config.uidHeaders()), groups, extra(headers, config.extraPrefixes()));
  }

  private static String first(MultiMap headers, List<String> names) {
    for (String name : names) {
      String value = headers.get(name);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  private static Map<String, List<String>> extra(MultiMap headers, List<String> prefixes) {
    Map<String, List<String>> extra = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : headers) {
      for (String prefix : prefixes) {
        if (header.getKey().regionMatches(true, 0, prefix, 0, prefix.length())) {
          String key = key(header.getKey().substring(prefix.length()));
          extra.computeIfAbsent(key, k -> new ArrayList<>()).add(header.getValue());
        }
      }
    }
    extra.replaceAll((key, values) -> List.copyOf(values));
    return extra;
  }

  /** Keys hold characters that headers may not, and come percent-encoded. */
  private static String key(String encoded) {
    String lower = encoded.toLowerCase(Locale.ROOT);
    try {
      // A decoder of forms: a plus stands for itself here.
      return URLDecoder.decode(lower.replace("+", "%2b"), StandardCharsets.UTF_8)
          .toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return lower;
    }
  }
}
