package dev.flyball.metrics.source.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.core.policy.Quantity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PodUsageDecoderTest {
  private static final String LIST =
      """
      {"kind":"PodMetricsList","apiVersion":"metrics.k8s.io/v1beta1",
       "metadata":{"resourceVersion":"7","continue":"next","annotations":{"items":[1]}},
       "items":[
        {"metadata":{"name":"a-1","namespace":"shop","creationTimestamp":"2026-11-24T07:18:05Z",
          "labels":{"name":"no","app":"a"},"managedFields":[{"name":"x"}]},
         "timestamp":"2026-11-24T07:18:00Z","window":"15.5s",
         "containers":[
          {"name":"app","usage":{"cpu":"12345678n","memory":"81264Ki","other":"x"},"extra":{"usage":1}},
          {"name":"sidecar","usage":{"memory":"1Mi","cpu":"250m"}}]},
        {"containers":[{"usage":{"cpu":"1"},"name":"app"}],"window":"1m0s",
         "timestamp":"2026-11-24T08:18:00.250+01:00","metadata":{"namespace":"shop","name":"b-\\u0032"}},
        {"metadata":{"name":"bad-quantity","namespace":"shop"},"timestamp":"2026-11-24T07:18:00Z",
         "containers":[{"name":"app","usage":{"cpu":"12x","memory":"1"}}]},
        {"metadata":{"name":"bad-time","namespace":"shop"},"timestamp":"yesterday","containers":[]},
        {"metadata":{"name":"bad-type","namespace":"shop"},"timestamp":"2026-11-24T07:18:00Z",
         "containers":{"name":"app"}},
        {"metadata":{"namespace":"shop"},"timestamp":"2026-11-24T07:18:00Z"},
        {"metadata":{"name":"no-time","namespace":"shop"}},
        17,
        {"metadata":{"name":"c","namespace":"other"},"timestamp":"2026-11-24T07:18:00Z",
         "containers":[]}]}
      """;

  private static final class TestingPods implements PodUsageVisitor {
    final List<String> pods = new ArrayList<>();
    final List<String> malformed = new ArrayList<>();

    @Override
    public void pod(PodUsage usage) {
      StringBuilder text = new StringBuilder();
      text.append(usage.namespace()).append('/').append(usage.name());
      text.append(' ').append(Instant.ofEpochMilli(usage.timestampMillis()));
      text.append(' ').append(usage.windowMillis());
      for (int i = 0; i < usage.containers(); i++) {
        text.append(' ').append(usage.container(i)).append('=').append(shown(usage.cpuMilli(i)));
        text.append('/').append(shown(usage.memoryMilli(i)));
      }
      text.append(" = ").append(shown(usage.cpuMilli()));
      pods.add(text.append('/').append(shown(usage.memoryMilli())).toString());
    }

    private static String shown(long milli) {
      return milli == PodUsage.MISSING ? "-" : Long.toString(milli);
    }

    @Override
    public void malformed(String pod, String reason) {
      malformed.add(pod + ": " + reason);
    }
  }

  @Test
  void decodesAListWhereverItIsCut() {
    byte[] list = LIST.getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= list.length; cut++) {
      TestingPods visitor = new TestingPods();
      PodUsageDecoder decoder = new PodUsageDecoder(visitor);
      decoder.feed(list, 0, cut);
      decoder.feed(list, cut, list.length);
      assertThat(decoder.finish()).isEqualTo(new PodUsageResult(3, 6, "next", null));
      assertThat(visitor.pods)
          .containsExactly(
              "shop/a-1 2026-11-24T07:18:00Z 15500 app=13/83214336000 sidecar=250/1048576000"
                  + " = 263/84262912000",
              "shop/b-2 2026-11-24T07:18:00.250Z 60000 app=1000/- = 1000/-",
              "other/c 2026-11-24T07:18:00Z 0 = -/-");
      assertThat(visitor.malformed)
          .containsExactly(
              "shop/bad-quantity: cpu is no quantity",
              "shop/bad-time: its timestamp is no RFC 3339 time",
              "shop/bad-type: containers has the wrong type",
              "shop/: it has no metadata.name",
              "shop/no-time: it has no timestamp",
              "/: it is no object");
    }
  }

  private static Stream<Arguments> brokenLists() {
    return Stream.of(
        argumentSet("empty", "", "the list ends before its end"),
        argumentSet("cut", LIST.substring(0, 700), "the list ends before its end"),
        argumentSet("not JSON", "<html>", "Unexpected character"),
        argumentSet("an array", "[]", "the list is no object"),
        argumentSet("a string", "\"x\"", "the list is no object"),
        argumentSet("a Status", "{\"kind\":\"Status\"}", "there is no list of items"),
        argumentSet("broken off", "{\"items\":[}", "Unexpected close marker"));
  }

  @ParameterizedTest
  @MethodSource("brokenLists")
  void reportsABrokenList(String text, String error) {
    byte[] list = text.getBytes(StandardCharsets.UTF_8);
    PodUsageDecoder decoder = new PodUsageDecoder(new TestingPods());
    decoder.feed(list, 0, list.length);
    assertThat(decoder.finish().error()).contains(error);
  }

  @Test
  void acceptsAnEmptyListOfEitherForm() {
    for (String text : List.of("{\"items\":[]}", "{\"items\":null}")) {
      byte[] list = text.getBytes(StandardCharsets.UTF_8);
      PodUsageDecoder decoder = new PodUsageDecoder(new TestingPods());
      assertThat(decoder.feed(list, 0, list.length)).isTrue();
      assertThat(decoder.finish()).isEqualTo(new PodUsageResult(0, 0, null, null));
    }
  }

  @Test
  void throwsNothingWhateverTheBytes() {
    byte[] list = LIST.getBytes(StandardCharsets.UTF_8);
    Random random = new Random(1);
    for (int round = 0; round < 3000; round++) {
      byte[] damaged = list.clone();
      for (int i = 0; i < 3; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      PodUsageDecoder decoder = new PodUsageDecoder(new TestingPods());
      decoder.feed(damaged, 0, damaged.length);
      PodUsageResult result = decoder.finish();
      assertThat(result.error() != null || result.pods() + result.malformed() > 0).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("quantities")
  void readsQuantitiesAsCoreDoes(String text) {
    char[] chars = ("x" + text + "y").toCharArray();
    assertThat(Quantities.milli(chars, 1, chars.length - 1)).isEqualTo(Quantity.parseMilli(text));
  }

  private static Stream<String> quantities() {
    return Stream.of(
        "0",
        "1",
        "250m",
        "12345678n",
        "1000000n",
        "1u",
        "999u",
        "81264Ki",
        "1Mi",
        "64Gi",
        "3Ti",
        "17179869184",
        "9223372036854775807",
        "99999999999Gi",
        "1.5",
        "1.5Gi",
        "2e3",
        "-5m",
        "10k",
        "123456789012345678n",
        "0n",
        "16Ei");
  }

  private static Stream<Arguments> durations() {
    return Stream.of(
        argumentSet("seconds", "15s", 15_000),
        argumentSet("minutes", "1m0s", 60_000),
        argumentSet("fraction", "17.5s", 17_500),
        argumentSet("all", "1h2m3.004s", 3_723_004),
        argumentSet("milliseconds", "500ms", 500),
        argumentSet("microseconds", "1500us", 1),
        argumentSet("micro sign", "2000µs", 2),
        argumentSet("nanoseconds", "1000000ns", 1),
        argumentSet("zero", "0s", 0),
        argumentSet("bare zero", "0", 0),
        argumentSet("no unit", "15", Durations.INVALID),
        argumentSet("no number", "s", Durations.INVALID),
        argumentSet("empty", "", Durations.INVALID),
        argumentSet("negative", "-15s", Durations.INVALID),
        argumentSet("days", "1d", Durations.INVALID),
        argumentSet("two points", "1.2.3s", Durations.INVALID),
        argumentSet("point alone", ".s", Durations.INVALID),
        argumentSet("huge", "9999999999h", Durations.INVALID));
  }

  @ParameterizedTest
  @MethodSource("durations")
  void readsGoDurations(String text, long expected) {
    assertThat(Durations.millis(text.toCharArray(), 0, text.length())).isEqualTo(expected);
  }

  private static Stream<Arguments> timestamps() {
    return Stream.of(
        argumentSet("seconds", "2026-11-24T07:18:00Z", true),
        argumentSet("leap day", "2028-02-29T23:59:59Z", true),
        argumentSet("fraction", "2026-11-24T07:18:00.123456Z", true),
        argumentSet("before 1970", "1969-12-31T23:59:59Z", true),
        argumentSet("no leap day", "2026-02-29T00:00:00Z", false),
        argumentSet("hour", "2026-11-24T24:00:00Z", false),
        argumentSet("letters", "2026-11-24T0x:18:00Z", false),
        argumentSet("letters in the year", "2x26-11-24T07:18:00Z", false),
        argumentSet("no zone", "2026-11-24T07:18:00", false));
  }

  @ParameterizedTest
  @MethodSource("timestamps")
  void readsTimestamps(String text, boolean valid) {
    long expected = valid ? Instant.parse(text).toEpochMilli() : Timestamps.INVALID;
    assertThat(new Timestamps().millis(text.toCharArray(), 0, text.length())).isEqualTo(expected);
  }
}
