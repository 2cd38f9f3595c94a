package dev.flyball.metrics.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.metrics.api.GroupResource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Field numbers are those of {@code generated.proto} in k8s.io/metrics, k8s.io/api/core/v1 and
 * k8s.io/apimachinery.
 */
class MetricsProtobufTest {
  private static final int TYPE_META = 1;
  private static final int RAW = 2;
  private static final int ITEMS = 2;

  @Test
  void namesTheTypeInTheEnvelope() {
    TestingMessage envelope = envelope(out -> MetricsProtobuf.external(out, "rps", List.of()));

    assertThat(envelope.numbers()).containsExactly(TYPE_META, RAW);
    assertThat(envelope.message(TYPE_META).text(1)).isEqualTo("external.metrics.k8s.io/v1beta1");
    assertThat(envelope.message(TYPE_META).text(2)).isEqualTo("ExternalMetricValueList");
    assertThat(envelope.message(RAW).numbers()).isEmpty();
  }

  @Test
  void writesExternalValues() {
    List<TestingMessage> items =
        envelope(out -> MetricsProtobuf.external(out, "rps", List.of(Values.WEB, Values.ODD)))
            .message(RAW)
            .messages(ITEMS);

    assertThat(items).hasSize(2);
    TestingMessage web = items.getFirst();
    assertThat(web.numbers()).containsExactly(1, 2, 3, 4, 5);
    assertThat(web.text(1)).as("metricName").isEqualTo("rps");
    assertThat(web.map(2))
        .as("metricLabels")
        .isEqualTo(Map.of("workload", "web", "kind", "Deployment"));
    assertThat(web.message(3).number(1)).as("timestamp").isEqualTo(Values.AT / 1000);
    assertThat(web.number(4)).as("window").isEqualTo(15);
    assertThat(web.message(5).text(1)).as("value").isEqualTo("123456m");
    assertThat(items.get(1).numbers()).as("no window").containsExactly(1, 2, 3, 5);
    assertThat(items.get(1).map(2)).isEqualTo(Map.of("path", "/\"ü\"\n"));
  }

  @Test
  void writesV1beta2() {
    TestingMessage envelope = custom(CustomVersion.V1BETA2, "method=GET,code notin (500,503)");
    TestingMessage value = envelope.message(RAW).messages(ITEMS).getFirst();

    assertThat(envelope.message(TYPE_META).text(1)).isEqualTo("custom.metrics.k8s.io/v1beta2");
    assertThat(envelope.message(TYPE_META).text(2)).isEqualTo("MetricValueList");
    assertThat(value.numbers()).containsExactly(1, 2, 3, 4, 5);
    describesThePod(value.message(1));
    assertThat(value.message(2).text(1)).as("metric.name").isEqualTo("rps");
    selectsGetWithoutErrors(value.message(2).message(2));
    takenOverAMinute(value);
  }

  @Test
  void writesV1beta1() {
    TestingMessage envelope = custom(CustomVersion.V1BETA1, "method=GET,code notin (500,503)");
    TestingMessage value = envelope.message(RAW).messages(ITEMS).getFirst();

    assertThat(envelope.message(TYPE_META).text(1)).isEqualTo("custom.metrics.k8s.io/v1beta1");
    assertThat(value.numbers()).containsExactly(1, 2, 3, 4, 5, 6);
    describesThePod(value.message(1));
    assertThat(value.text(2)).as("metricName").isEqualTo("rps");
    takenOverAMinute(value);
    selectsGetWithoutErrors(value.message(6));
  }

  @Test
  void leavesOutASelectorOfEverything() {
    TestingMessage first =
        custom(CustomVersion.V1BETA1, "").message(RAW).messages(ITEMS).getFirst();
    TestingMessage second =
        custom(CustomVersion.V1BETA2, "").message(RAW).messages(ITEMS).getFirst();

    assertThat(first.numbers()).containsExactly(1, 2, 3, 4, 5);
    assertThat(second.message(2).numbers()).containsExactly(1);
  }

  private static void describesThePod(TestingMessage object) {
    assertThat(object.numbers()).containsExactly(1, 2, 3, 5);
    assertThat(object.text(1)).as("kind").isEqualTo("Pod");
    assertThat(object.text(2)).as("namespace").isEqualTo("shop");
    assertThat(object.text(3)).as("name").isEqualTo("web-1");
    assertThat(object.text(5)).as("apiVersion").isEqualTo("v1");
  }

  private static void takenOverAMinute(TestingMessage value) {
    assertThat(value.message(3).number(1)).as("timestamp").isEqualTo(Values.AT / 1000);
    assertThat(value.number(4)).as("window").isEqualTo(60);
    assertThat(value.message(5).text(1)).as("value").isEqualTo("1500m");
  }

  private static void selectsGetWithoutErrors(TestingMessage selector) {
    assertThat(selector.map(1)).as("matchLabels").isEqualTo(Map.of("method", "GET"));
    TestingMessage expression = selector.message(2);
    assertThat(expression.text(1)).as("key").isEqualTo("code");
    assertThat(expression.text(2)).as("operator").isEqualTo("NotIn");
    assertThat(expression.texts(3)).as("values").containsExactly("500", "503");
  }

  @Test
  void writesLengthsOfAnySize() {
    for (int count : new int[] {0, 1, 2, 3, 300, 40_000}) {
      List<TestingMessage> items =
          envelope(out -> MetricsProtobuf.external(out, "rps", Values.many(count)))
              .message(RAW)
              .messages(ITEMS);

      assertThat(items).hasSize(count);
      for (int i = 0; i < count; i++) {
        assertThat(items.get(i).map(2)).containsEntry("workload", "w" + i);
      }
    }
  }

  @Test
  void writesErrors() {
    ApiStatus status = new ApiStatus(404, "NotFound", "no ü", new GroupResource("g", "pods"), "x");
    TestingMessage envelope = envelope(status::writeProtobuf);
    TestingMessage raw = envelope.message(RAW);

    assertThat(envelope.message(TYPE_META).text(1)).isEqualTo("v1");
    assertThat(envelope.message(TYPE_META).text(2)).isEqualTo("Status");
    assertThat(raw.text(2)).as("status").isEqualTo("Failure");
    assertThat(raw.text(3)).as("message").isEqualTo("no ü");
    assertThat(raw.text(4)).as("reason").isEqualTo("NotFound");
    assertThat(raw.number(6)).as("code").isEqualTo(404);
    assertThat(raw.message(5).text(1)).as("details.name").isEqualTo("x");
    assertThat(raw.message(5).text(2)).as("details.group").isEqualTo("g");
    assertThat(raw.message(5).text(3)).as("details.kind").isEqualTo("pods");
  }

  private static TestingMessage custom(CustomVersion version, String series) {
    return envelope(
        out -> MetricsProtobuf.custom(out, version, Values.query(series), List.of(Values.POD)));
  }

  private static TestingMessage envelope(Consumer<ByteSink> writer) {
    ByteSink out = new ByteSink();
    writer.accept(out);
    return TestingMessage.envelope(out.toBytes());
  }
}
