package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.ApiClient.Response;
import dev.flyball.core.policy.LabelSelectorText;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.CustomValue.DescribedObject;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.GroupResource;
import dev.flyball.metrics.api.MetricsProvider;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Custom and external metrics that other adapters serve in the cluster, read through the API server
 * as the HPA reads them. Owned by the loop; nothing blocks.
 */
public final class ClusterMetrics implements MetricsProvider {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ApiClient api;

  /** Metrics reached through this client. */
  public ClusterMetrics(ApiClient api) {
    this.api = api;
  }

  /** Nothing: what others serve is theirs to list. */
  @Override
  public Future<Catalog> catalog() {
    return Future.succeededFuture(Catalog.EMPTY);
  }

  @Override
  public Future<Answer<ExternalValue>> external(ExternalQuery query) {
    String group = "external.metrics.k8s.io";
    String path =
        "/apis/"
            + group
            + "/v1beta1/namespaces/"
            + query.namespace()
            + "/"
            + encoded(query.metric())
            + parameters(Map.of("labelSelector", LabelSelectorText.format(query.selector())));
    return read(path, group, ClusterMetrics::externalValue);
  }

  @Override
  public Future<Answer<CustomValue>> custom(CustomQuery query) {
    String group = "custom.metrics.k8s.io";
    boolean namespace = query.resource().equals(GroupResource.NAMESPACES);
    String object =
        namespace
            ? "/namespaces/" + query.name() + "/metrics"
            : (query.namespace().isEmpty() ? "" : "/namespaces/" + query.namespace())
                + "/"
                + query.resource()
                + "/"
                + encoded(query.name());
    Map<String, String> parameters = new HashMap<>();
    if (query.forAll()) {
      parameters.put("labelSelector", LabelSelectorText.format(query.objects()));
    }
    parameters.put("metricLabelSelector", LabelSelectorText.format(query.series()));
    String path =
        "/apis/"
            + group
            + "/v1beta2"
            + object
            + "/"
            + encoded(query.metric())
            + parameters(parameters);
    return read(path, group, ClusterMetrics::customValue);
  }

  private <V> Future<Answer<V>> read(String path, String group, Function<JsonNode, V> value) {
    return api.get(path)
        .map(response -> answer(response, group, value))
        .otherwise(error -> new Answer.Unavailable<>(group, String.valueOf(error.getMessage())));
  }

  private static <V> Answer<V> answer(
      Response response, String group, Function<JsonNode, V> value) {
    if (response.status() == 404) {
      return new Answer.Unknown<>();
    }
    try {
      JsonNode body = JSON.readTree(response.body());
      if (!response.ok()) {
        String message = body.path("message").asString("");
        return new Answer.Unavailable<>(
            group, "status " + response.status() + (message.isEmpty() ? "" : ", " + message));
      }
      List<V> values = new ArrayList<>();
      body.path("items").forEach(item -> values.add(value.apply(item)));
      return new Answer.Values<>(values);
    } catch (JacksonException | IllegalArgumentException | DateTimeParseException e) {
      return new Answer.Unavailable<>(group, "an answer that cannot be read: " + e.getMessage());
    }
  }

  private static ExternalValue externalValue(JsonNode item) {
    Map<String, String> labels = new HashMap<>();
    item.path("metricLabels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
    return new ExternalValue(labels, milli(item), at(item), window(item));
  }

  private static CustomValue customValue(JsonNode item) {
    JsonNode object = item.path("describedObject");
    return new CustomValue(
        new DescribedObject(
            object.path("apiVersion").asString(""),
            object.path("kind").asString(""),
            object.path("namespace").asString(""),
            object.path("name").asString("")),
        milli(item),
        at(item),
        window(item));
  }

  private static long milli(JsonNode item) {
    return dev.flyball.core.policy.Quantity.parseMilli(item.path("value").asString(""));
  }

  private static long at(JsonNode item) {
    return Instant.parse(item.path("timestamp").asString("")).toEpochMilli();
  }

  private static long window(JsonNode item) {
    // The older versions of these APIs write it as windowSeconds, later ones as window too.
    return item.path("windowSeconds").asLong(item.path("window").asLong(0)) * 1000;
  }

  private static String parameters(Map<String, String> parameters) {
    StringBuilder query = new StringBuilder();
    parameters.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(encoded(value));
          }
        });
    return query.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
