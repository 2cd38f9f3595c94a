package dev.flyball.metrics.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.metrics.api.RequestAttributes;
import io.vertx.core.http.HttpMethod;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestInfoTest {
  private static final String EXTERNAL = "/apis/external.metrics.k8s.io/v1beta1/";
  private static final String CUSTOM = "/apis/custom.metrics.k8s.io/v1beta2/";

  /** Name, method, path, query; verb, resource, subresource, namespace, name. */
  static Stream<Arguments> resources() {
    return Stream.of(
        argumentSet("external", "GET", EXTERNAL + "namespaces/shop/rps", "", "list rps - shop -"),
        argumentSet(
            "external, HEAD", "HEAD", EXTERNAL + "namespaces/shop/rps", "", "list rps - shop -"),
        argumentSet(
            "external, watched",
            "GET",
            EXTERNAL + "namespaces/shop/rps",
            "watch=true",
            "watch rps - shop -"),
        argumentSet(
            "external, written",
            "POST",
            EXTERNAL + "namespaces/shop/rps",
            "",
            "create rps - shop -"),
        argumentSet(
            "external, deleted",
            "DELETE",
            EXTERNAL + "namespaces/shop/rps",
            "",
            "deletecollection rps - shop -"),
        argumentSet("external of all", "GET", EXTERNAL + "rps", "", "list rps - - -"),
        argumentSet(
            "external by the old watch",
            "GET",
            EXTERNAL + "watch/namespaces/shop/rps",
            "",
            "watch rps - shop -"),
        argumentSet(
            "external named like a subresource",
            "GET",
            EXTERNAL + "namespaces/shop/status",
            "",
            "get namespaces status shop shop"),
        argumentSet(
            "pods, all", "GET", CUSTOM + "namespaces/shop/pods/*/rps", "", "get pods rps shop *"),
        argumentSet(
            "pods, all, escaped",
            "GET",
            CUSTOM + "namespaces/shop/pods/%2A/rps",
            "",
            "get pods rps shop *"),
        argumentSet(
            "pods, all, escaped small",
            "GET",
            CUSTOM + "namespaces/shop/pods/%2a/rps",
            "",
            "get pods rps shop *"),
        argumentSet(
            "one pod",
            "GET",
            CUSTOM + "namespaces/shop/pods/web-1/rps",
            "watch=1",
            "get pods rps shop web-1"),
        argumentSet(
            "another group",
            "GET",
            CUSTOM + "namespaces/shop/deployments.apps/web/rps",
            "",
            "get deployments.apps rps shop web"),
        argumentSet("root scoped", "GET", CUSTOM + "nodes/n1/rps", "", "get nodes rps - n1"),
        argumentSet(
            "of a namespace",
            "GET",
            CUSTOM + "namespaces/shop/metrics/rps",
            "",
            "get metrics - shop rps"),
        argumentSet(
            "an escaped slash",
            "GET",
            CUSTOM + "namespaces/shop/pods/a%2Fb/rps",
            "",
            "get pods b shop a"),
        argumentSet("patched", "PATCH", CUSTOM + "nodes/n1/rps", "", "patch nodes rps - n1"),
        argumentSet("replaced", "PUT", CUSTOM + "nodes/n1/rps", "", "update nodes rps - n1"),
        argumentSet("slash at the end", "GET", CUSTOM + "nodes/n1/rps/", "", "get nodes rps - n1"));
  }

  @ParameterizedTest
  @MethodSource("resources")
  void derivesAttributesAsTheApiServerDoes(
      String method, String path, String query, String expected) {
    RequestAttributes attributes =
        RequestInfo.of(path, query).attributes(HttpMethod.valueOf(method));

    assertThat(attributes.resourceRequest()).isTrue();
    assertThat("/apis/" + attributes.group() + "/" + attributes.version() + "/")
        .isIn(EXTERNAL, CUSTOM);
    assertThat(
            String.join(
                " ",
                attributes.verb(),
                attributes.resource(),
                dash(attributes.subresource()),
                dash(attributes.namespace()),
                dash(attributes.name())))
        .isEqualTo(expected);
  }

  private static String dash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  static Stream<Arguments> others() {
    return Stream.of(
        argumentSet("root", "/", "/"),
        argumentSet("groups", "/apis", "/apis"),
        argumentSet("groups, slash", "/apis/", "/apis/"),
        argumentSet("group", "/apis/custom.metrics.k8s.io", "/apis/custom.metrics.k8s.io"),
        argumentSet(
            "version",
            "/apis/custom.metrics.k8s.io/v1beta2",
            "/apis/custom.metrics.k8s.io/v1beta2"),
        argumentSet(
            "OpenAPI",
            "/openapi/v3/apis/custom.metrics.k8s.io/v1beta2",
            "/openapi/v3/apis/custom.metrics.k8s.io/v1beta2"),
        argumentSet("escaped", "/%6Fpenapi/v2", "/openapi/v2"),
        argumentSet("anything", "/a/b/c/d/e", "/a/b/c/d/e"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherPathsAreNoResources(String path, String decoded) {
    RequestInfo info = RequestInfo.of(path, null);

    assertThat(info.attributes(HttpMethod.GET))
        .isEqualTo(RequestAttributes.nonResource("get", decoded));
    assertThat(info.attributes(HttpMethod.POST).verb()).isEqualTo("post");
  }

  @Test
  void malformedEscapesAreNoRequest() {
    assertThat(RequestInfo.of("/apis/%", null)).isNull();
    assertThat(RequestInfo.of("/apis/%4", null)).isNull();
    assertThat(RequestInfo.of("/apis/%zz", null)).isNull();
    assertThat(RequestInfo.of("/apis", "labelSelector=%g1")).isNull();
    assertThat(RequestInfo.of("/apis", "%=1")).isNull();
  }

  @Test
  void readsParameters() {
    QueryParameters query =
        RequestInfo.of("/", "a=1&b=x+y%2Bz&empty=&a=2&alone&label%53elector=s%C3%BC&watch=false")
            .query();

    assertThat(query.value("a")).isEqualTo("1");
    assertThat(query.value("b")).isEqualTo("x y+z");
    assertThat(query.value("empty")).isEmpty();
    assertThat(query.has("empty")).isTrue();
    assertThat(query.has("alone")).isTrue();
    assertThat(query.has("nothing")).isFalse();
    assertThat(query.value("labelSelector")).isEqualTo("sü");
    assertThat(query.isTrue("watch")).isFalse();
  }
}
