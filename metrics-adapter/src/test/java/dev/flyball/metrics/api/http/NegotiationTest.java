package dev.flyball.metrics.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NegotiationTest {
  private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
  private static final String V2 =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  private static final String V2BETA1 =
      "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";

  static Stream<Arguments> objects() {
    ObjectFormat json = ObjectFormat.JSON;
    ObjectFormat protobuf = ObjectFormat.PROTOBUF;
    return Stream.of(
        argumentSet("nothing", "", json),
        argumentSet("anything", "*/*", json),
        argumentSet("any application", "application/*", json),
        argumentSet("the HPA controller", PROTOBUF + ", */*", protobuf),
        argumentSet("kubectl", "application/json, */*", json),
        argumentSet("both", PROTOBUF + ",application/json", protobuf),
        argumentSet("both, the other way", "application/json," + PROTOBUF, json),
        argumentSet("anything first, protobuf by name", "*/*, " + PROTOBUF, protobuf),
        argumentSet("by quality", "application/json;q=0.5, " + PROTOBUF + ";q=0.9", protobuf),
        argumentSet("by quality of anything", PROTOBUF + ";q=0.1, */*;q=0.9", json),
        argumentSet("refused", "application/json;q=0, " + PROTOBUF, protobuf),
        argumentSet("spaces and capitals", " Application/JSON ; Q=1.0 ", json),
        argumentSet("charset", "application/json; charset=utf-8", json),
        argumentSet(
            "a table, or else",
            "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
            json),
        argumentSet("a table only", "application/json;as=Table;v=v1;g=meta.k8s.io", null),
        argumentSet("watched", PROTOBUF + ";stream=watch", protobuf),
        argumentSet("a bad quality", "application/json;q=much", json),
        argumentSet("YAML", "application/yaml", null),
        argumentSet("HTML or anything", "text/html, */*;q=0.1", json),
        argumentSet("no media type", "json", null),
        argumentSet("all refused", "*/*;q=0", null));
  }

  @ParameterizedTest
  @MethodSource("objects")
  void choosesTheFormOfValues(String accept, @Nullable ObjectFormat expected) {
    assertThat(ObjectFormat.negotiate(accept)).isEqualTo(expected);
  }

  static Stream<Arguments> discovery() {
    DiscoveryFormat list = DiscoveryFormat.GROUP_LIST;
    return Stream.of(
        argumentSet("nothing", "", list),
        argumentSet("JSON", "application/json", list),
        argumentSet("anything", "*/*", list),
        argumentSet("the aggregator", V2 + "," + V2BETA1, DiscoveryFormat.AGGREGATED_V2),
        argumentSet(
            "client-go", V2 + "," + V2BETA1 + ",application/json", DiscoveryFormat.AGGREGATED_V2),
        argumentSet(
            "an older client-go",
            V2BETA1 + ",application/json",
            DiscoveryFormat.AGGREGATED_V2BETA1),
        argumentSet("by quality", V2 + ";q=0.5," + V2BETA1, DiscoveryFormat.AGGREGATED_V2BETA1),
        argumentSet("without peers", V2 + ";profile=nopeer", DiscoveryFormat.AGGREGATED_V2),
        argumentSet(
            "in protobuf or plain",
            PROTOBUF + ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,*/*",
            list),
        argumentSet(
            "a version to come",
            "application/json;g=apidiscovery.k8s.io;v=v3;as=APIGroupDiscoveryList",
            null),
        argumentSet("protobuf", PROTOBUF, null));
  }

  @ParameterizedTest
  @MethodSource("discovery")
  void choosesTheFormOfDiscovery(String accept, @Nullable DiscoveryFormat expected) {
    assertThat(DiscoveryFormat.negotiate(accept)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | true",
        "gzip, deflate, br | true",
        "br;q=1.0, GZIP;q=0.8 | true",
        "gzip;q=0 | false",
        "deflate | false",
        "identity | false",
        "'' | false",
        "xgzip | false"
      })
  void compressesForThoseWhoTakeIt(String header, boolean accepts) {
    assertThat(Gzip.accepts(header)).isEqualTo(accepts);
  }
}
