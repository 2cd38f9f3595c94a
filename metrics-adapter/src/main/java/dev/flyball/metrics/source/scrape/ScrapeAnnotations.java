package dev.flyball.metrics.source.scrape;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pod's {@code prometheus.io/} annotations ask for.
 *
 * <p>{@code scrape} must be {@code true}; {@code path} is {@code /metrics} and {@code scheme} is
 * {@code http} unless given; {@code port} is the one container port that the pod declares unless
 * given.
 */
public sealed interface ScrapeAnnotations {
  /** The pod is to be scraped. */
  record Scraped(ScrapeTarget target) implements ScrapeAnnotations {}

  /** The pod does not ask to be scraped, or has no address yet. */
  record NotScraped() implements ScrapeAnnotations {}

  /**
   * The pod asks to be scraped in a way that cannot work.
   *
   * @param reason what is wrong and what would be right, for an Event or a condition
   */
  record Unusable(String reason) implements ScrapeAnnotations {}

  /**
   * Reads the annotations of a pod.
   *
   * @param ip the pod's IP address, null or empty while it has none
   * @param containerPorts all TCP ports that its containers declare
   */
  static ScrapeAnnotations read(
      String namespace,
      String pod,
      String uid,
      @Nullable String ip,
      Map<String, String> annotations,
      List<Integer> containerPorts) {
    String scrape = annotations.getOrDefault("prometheus.io/scrape", "false");
    if (!scrape.equals("true")) {
      return scrape.equals("false")
          ? new NotScraped()
          : new Unusable("prometheus.io/scrape is \"" + scrape + "\"; it must be \"true\"");
    }
    String scheme = annotations.getOrDefault("prometheus.io/scheme", "http");
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return new Unusable("prometheus.io/scheme is \"" + scheme + "\"; it must be http or https");
    }
    String path = annotations.getOrDefault("prometheus.io/path", "/metrics");
    if (!path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#')) {
      return new Unusable("prometheus.io/path \"" + path + "\" is no path of a URL");
    }
    String portText = annotations.get("prometheus.io/port");
    if (portText == null && containerPorts.stream().distinct().count() != 1) {
      return new Unusable(
          "prometheus.io/port is missing, and the pod declares "
              + (containerPorts.isEmpty() ? "no container port" : "ports " + containerPorts));
    }
    int port = portText == null ? containerPorts.getFirst() : port(portText);
    if (port < 1 || port > 65535) {
      return new Unusable("prometheus.io/port is \"" + portText + "\"; it must be 1 to 65535");
    }
    if (ip == null || ip.isEmpty()) {
      return new NotScraped();
    }
    String absolute = path.startsWith("/") ? path : "/" + path;
    return new Scraped(
        new ScrapeTarget(namespace, pod, uid, ip, port, absolute, scheme.equals("https")));
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
