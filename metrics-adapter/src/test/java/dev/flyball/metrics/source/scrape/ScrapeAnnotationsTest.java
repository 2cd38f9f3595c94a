package dev.flyball.metrics.source.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScrapeAnnotationsTest {
  private static Stream<Arguments> usable() {
    return Stream.of(
        argumentSet("defaults", "", List.of(8080), "http://10.0.0.1:8080/metrics"),
        argumentSet("declared twice", "", List.of(8080, 8080), "http://10.0.0.1:8080/metrics"),
        argumentSet("port", "port=9090", List.of(1, 2), "http://10.0.0.1:9090/metrics"),
        argumentSet("path", "path=/m?a=b", List.of(80), "http://10.0.0.1:80/m?a=b"),
        argumentSet("no slash", "path=m", List.of(80), "http://10.0.0.1:80/m"),
        argumentSet("https", "scheme=https", List.of(443), "https://10.0.0.1:443/metrics"));
  }

  @ParameterizedTest
  @MethodSource("usable")
  void findsThePage(String annotations, List<Integer> ports, String url) {
    ScrapeAnnotations read = read("10.0.0.1", annotations + " scrape=true", ports);
    assertThat(read)
        .isInstanceOfSatisfying(
            ScrapeAnnotations.Scraped.class,
            scraped -> assertThat(scraped.target().url()).isEqualTo(url));
  }

  private static Stream<Arguments> unusable() {
    return Stream.of(
        argumentSet("no port", "scrape=true", List.of(), "declares no container port"),
        argumentSet("two ports", "scrape=true", List.of(80, 81), "declares ports [80, 81]"),
        argumentSet("port zero", "scrape=true port=0", List.of(), "it must be 1 to 65535"),
        argumentSet("large port", "scrape=true port=65536", List.of(), "it must be 1 to 65535"),
        argumentSet("port name", "scrape=true port=http", List.of(80), "is \"http\""),
        argumentSet("scheme", "scrape=true scheme=ftp", List.of(80), "must be http or https"),
        argumentSet("control", "scrape=true path=/a\r\nX:y", List.of(80), "no path of a URL"),
        argumentSet("yes", "scrape=yes", List.of(80), "must be \"true\""));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void saysWhatIsWrong(String annotations, List<Integer> ports, String reason) {
    assertThat(read("10.0.0.1", annotations, ports))
        .isInstanceOfSatisfying(
            ScrapeAnnotations.Unusable.class, it -> assertThat(it.reason()).contains(reason));
  }

  @Test
  void leavesOtherPodsAlone() {
    ScrapeAnnotations none = new ScrapeAnnotations.NotScraped();
    assertThat(read("10.0.0.1", "", List.of(80))).isEqualTo(none);
    assertThat(read("10.0.0.1", "scrape=false port=x", List.of(80))).isEqualTo(none);
    assertThat(read(null, "scrape=true", List.of(80))).isEqualTo(none);
    assertThat(read("", "scrape=true", List.of(80))).isEqualTo(none);
  }

  @Test
  void writesAnIpv6AddressInBrackets() {
    ScrapeTarget target = new ScrapeTarget("ns", "p", "u", "fd00::1", 80, "/metrics", false);
    assertThat(target.url()).isEqualTo("http://[fd00::1]:80/metrics");
  }

  private static ScrapeAnnotations read(String ip, String annotations, List<Integer> ports) {
    Map<String, String> map = new HashMap<>();
    for (String pair : annotations.strip().split(" ", -1)) {
      int at = pair.indexOf('=');
      if (at > 0) {
        map.put("prometheus.io/" + pair.substring(0, at), pair.substring(at + 1));
      }
    }
    return ScrapeAnnotations.read("ns", "pod", "uid", ip, map, ports);
  }
}
