package dev.flyball.metrics.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MetricsJsonTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void writesExternalValuesAsTheApiMachineryDoes() {
    String text = text(out -> MetricsJson.external(out, "rps", List.of(Values.WEB)));

    assertThat(text)
        .isEqualTo(
            """
            {"kind":"ExternalMetricValueList","apiVersion":"external.metrics.k8s.io/v1beta1",\
            "metadata":{},"items":[{"metricName":"rps",\
            "metricLabels":{"kind":"Deployment","workload":"web"},\
            "timestamp":"2024-02-29T23:59:58Z","window":15,"value":"123456m"}]}
            """);
  }

  @Test
  void writesV1beta2AsTheApiMachineryDoes() {
    String text =
        text(
            out ->
                MetricsJson.custom(
                    out, CustomVersion.V1BETA2, Values.query(""), List.of(Values.POD)));

    assertThat(text)
        .isEqualTo(
            """
            {"kind":"MetricValueList","apiVersion":"custom.metrics.k8s.io/v1beta2",\
            "metadata":{},"items":[{"describedObject":{"kind":"Pod","namespace":"shop",\
            "name":"web-1","apiVersion":"v1"},"metric":{"name":"rps","selector":null},\
            "timestamp":"2024-02-29T23:59:58Z","windowSeconds":60,"value":"1500m"}]}
            """);
  }

  @Test
  void writesV1beta1AsTheApiMachineryDoes() {
    String text =
        text(
            out ->
                MetricsJson.custom(
                    out, CustomVersion.V1BETA1, Values.query("method=GET"), List.of(Values.NODE)));

    assertThat(text)
        .isEqualTo(
            """
            {"kind":"MetricValueList","apiVersion":"custom.metrics.k8s.io/v1beta1",\
            "metadata":{},"items":[{"describedObject":{"kind":"Node","name":"n1",\
            "apiVersion":"v1"},"metricName":"rps","timestamp":"2024-02-29T23:59:58Z",\
            "value":"0","selector":{"matchLabels":{"method":"GET"}}}]}
            """);
  }

  @Test
  void repeatsTheSelectorOfSeriesWithEachValue() {
    JsonNode list =
        tree(
            out ->
                MetricsJson.custom(
                    out,
                    CustomVersion.V1BETA2,
                    Values.query("a=1,b in (x,y),!c"),
                    List.of(Values.POD, Values.POD)));

    assertThat(list.at("/items/1/metric/selector").toString())
        .isEqualTo(
            """
            {"matchLabels":{"a":"1"},"matchExpressions":[\
            {"key":"b","operator":"In","values":["x","y"]},\
            {"key":"c","operator":"DoesNotExist"}]}""");
  }

  @Test
  void escapesWhatJsonDoesNotTake() {
    JsonNode list = tree(out -> MetricsJson.external(out, "a\\b\t", List.of(Values.ODD)));

    assertThat(list.at("/items/0/metricName").asString()).isEqualTo("a\\b\t");
    assertThat(list.at("/items/0/metricLabels/path").asString()).isEqualTo("/\"ü\"\n");
    assertThat(list.at("/items/0/value").asString()).isEqualTo("2k");
    assertThat(list.at("/items/0").has("window")).isFalse();
  }

  @Test
  void writesAnEmptyListAsOne() {
    JsonNode list = tree(out -> MetricsJson.external(out, "rps", List.of()));

    assertThat(list.path("items").isArray()).isTrue();
    assertThat(list.path("items")).isEmpty();
  }

  @Test
  void writesManyValuesIntoOneList() {
    JsonNode items =
        tree(out -> MetricsJson.external(out, "rps", Values.many(2_000))).path("items");

    assertThat(items).hasSize(2_000);
    assertThat(items.get(1_999).at("/metricLabels/workload").asString()).isEqualTo("w1999");
    assertThat(items.get(1_999).path("value").asString()).isEqualTo("2000999m");
  }

  private static JsonNode tree(Consumer<ByteSink> writer) {
    return JSON.readTree(text(writer));
  }

  private static String text(Consumer<ByteSink> writer) {
    ByteSink out = new ByteSink();
    out.add("left over");
    out.clear();
    writer.accept(out);
    return new String(out.toBytes(), StandardCharsets.UTF_8);
  }
}
