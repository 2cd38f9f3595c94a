package dev.flyball.metrics.source.scrape;

/**
 * A pod to scrape.
 *
 * @param namespace its namespace
 * @param pod its name
 * @param uid its uid: another one under the same name is another pod, whose samples start anew
 * @param host its IP address, of either family, without brackets
 * @param port port of its metrics page, 1 to 65535
 * @param path path of its metrics page with any query, from the slash on
 * @param tls whether the page is served over HTTPS
 */
public record ScrapeTarget(
    String namespace, String pod, String uid, String host, int port, String path, boolean tls) {
  public ScrapeTarget {
    if (port < 1 || port > 65535 || !path.startsWith("/") || host.isEmpty()) {
      throw new IllegalArgumentException(
          "pod " + namespace + "/" + pod + " cannot be scraped at " + host + ":" + port + path);
    }
  }

  /** The page's address. */
  public String url() {
    String address = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return (tls ? "https://" : "http://") + address + ":" + port + path;
  }
}
