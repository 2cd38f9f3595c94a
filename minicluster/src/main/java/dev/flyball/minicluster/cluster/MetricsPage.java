package dev.flyball.minicluster.cluster;

import java.util.Map;

/** The Prometheus text page of a pod. */
final class MetricsPage {
  static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private MetricsPage() {}

  static String of(
      Map<String, Long> requestsByCode, int inFlight, double cpuSeconds, long memoryBytes) {
    var page = new StringBuilder(512);
    page.append(
        "# HELP http_requests_total Requests answered.\n# TYPE http_requests_total counter\n");
    requestsByCode.forEach(
        (code, count) ->
            page.append("http_requests_total{method=\"GET\",code=\"")
                .append(code)
                .append("\"} ")
                .append(count)
                .append('\n'));
    page.append(
        "# HELP http_requests_in_flight Requests being answered.\n# TYPE http_requests_in_flight gauge\n");
    page.append("http_requests_in_flight ").append(inFlight).append('\n');
    page.append(
        "# HELP process_cpu_seconds_total CPU time used.\n# TYPE process_cpu_seconds_total counter\n");
    page.append("process_cpu_seconds_total ").append(cpuSeconds).append('\n');
    page.append(
        "# HELP process_resident_memory_bytes Memory held.\n# TYPE process_resident_memory_bytes gauge\n");
    page.append("process_resident_memory_bytes ").append(memoryBytes).append('\n');
    return page.toString();
  }
}
