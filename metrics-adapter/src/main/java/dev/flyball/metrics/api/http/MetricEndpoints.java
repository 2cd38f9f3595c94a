package dev.flyball.metrics.api.http;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.LabelSelectorText;
import dev.flyball.core.policy.LabelSelectorText.Result;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Caller;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.ExternalFallback;
import dev.flyball.metrics.api.ExternalFallback.Forwarded;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.MetricsProvider;
import dev.flyball.metrics.api.wire.CustomVersion;
import dev.flyball.metrics.api.wire.MetricsJson;
import dev.flyball.metrics.api.wire.MetricsProtobuf;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers for values of metrics. */
final class MetricEndpoints {
  private static final LabelSelector EVERYTHING = new LabelSelector(Map.of(), List.of());
  private static final List<String> MEDIA_TYPES =
      Arrays.stream(ObjectFormat.values()).map(ObjectFormat::mediaType).toList();
  private final MetricsProvider provider;
  private final Optional<ExternalFallback> fallback;

  MetricEndpoints(MetricsProvider provider, Optional<ExternalFallback> fallback) {
    this.provider = provider;
    this.fallback = fallback;
  }

  void external(Exchange exchange, ApiPath.External path, QueryParameters query, Caller caller) {
    ObjectFormat format = format(exchange, query);
    LabelSelector selector = format == null ? null : selector(exchange, query, "labelSelector");
    if (format == null || selector == null) {
      return;
    }
    ExternalQuery asked = new ExternalQuery(path.namespace(), path.metric(), selector);
    if (query.isTrue("watch")) {
      exchange.error(ApiErrors.watch(asked));
      return;
    }
    exchange.then(
        provider.external(asked),
        answer -> {
          switch (answer) {
            case Answer.Values<ExternalValue>(var values) ->
                send(exchange, format, asked.metric(), values);
            case Answer.Unknown<ExternalValue> unknown -> unknown(exchange, asked, caller);
            case Answer.Unavailable<ExternalValue>(String source, String reason) ->
                exchange.error(ApiErrors.unavailable(asked.metric(), source, reason));
          }
        });
  }

  private static void send(
      Exchange exchange, ObjectFormat format, String metric, List<ExternalValue> values) {
    exchange
        .responder()
        .values(
            exchange.request(),
            format,
            sink -> {
              switch (format) {
                case JSON -> MetricsJson.external(sink, metric, values);
                case PROTOBUF -> MetricsProtobuf.external(sink, metric, values);
              }
            });
  }

  private void unknown(Exchange exchange, ExternalQuery asked, Caller caller) {
    if (fallback.isEmpty()) {
      exchange.error(ApiErrors.unknownExternal(asked));
      return;
    }
    exchange.then(
        fallback.get().forward(exchange.request(), caller, asked),
        forwarded -> {
          switch (forwarded) {
            case Forwarded.Response(int status, String type, Buffer body) ->
                exchange.responder().passOn(exchange.request(), status, type, body);
            case Forwarded.Unknown unknown -> exchange.error(ApiErrors.unknownExternal(asked));
            case Forwarded.Unavailable(String source, String reason) ->
                exchange.error(ApiErrors.unavailable(asked.metric(), source, reason));
          }
        });
  }

  void custom(Exchange exchange, ApiPath.Custom path, QueryParameters query) {
    ObjectFormat format = format(exchange, query);
    LabelSelector objects = format == null ? null : selector(exchange, query, "labelSelector");
    LabelSelector series =
        objects == null ? null : selector(exchange, query, "metricLabelSelector");
    if (format == null || objects == null || series == null) {
      return;
    }
    CustomQuery asked =
        new CustomQuery(
            path.resource(), path.namespace(), path.name(), path.metric(), objects, series);
    exchange.then(
        provider.custom(asked),
        answer -> {
          switch (answer) {
            case Answer.Values<CustomValue>(var values) -> {
              if (values.isEmpty() && !asked.forAll()) {
                exchange.error(ApiErrors.noValue(asked));
              } else {
                send(exchange, format, path.version(), asked, values);
              }
            }
            case Answer.Unknown<CustomValue> unknown ->
                exchange.error(ApiErrors.unknownCustom(asked));
            case Answer.Unavailable<CustomValue>(String source, String reason) ->
                exchange.error(ApiErrors.unavailable(asked.metric(), source, reason));
          }
        });
  }

  private static void send(
      Exchange exchange,
      ObjectFormat format,
      CustomVersion version,
      CustomQuery asked,
      List<CustomValue> values) {
    exchange
        .responder()
        .values(
            exchange.request(),
            format,
            sink -> {
              switch (format) {
                case JSON -> MetricsJson.custom(sink, version, asked, values);
                case PROTOBUF -> MetricsProtobuf.custom(sink, version, asked, values);
              }
            });
  }

  /** The form of the answer; null where an error has been sent instead. */
  private static @Nullable ObjectFormat format(Exchange exchange, QueryParameters query) {
    ObjectFormat format = ObjectFormat.negotiate(Responder.accept(exchange.request()));
    if (format == null) {
      exchange.error(ApiErrors.notAcceptable(MEDIA_TYPES));
      return null;
    }
    if (!query.value("fieldSelector").isEmpty()) {
      exchange.error(ApiErrors.fieldSelector());
      return null;
    }
    return format;
  }

  /** A selector of the query; null where an error has been sent instead. */
  private static @Nullable LabelSelector selector(
      Exchange exchange, QueryParameters query, String parameter) {
    String text = query.value(parameter);
    if (text.isEmpty()) {
      return EVERYTHING;
    }
    return switch (LabelSelectorText.parse(text)) {
      case Result.Parsed(LabelSelector selector) -> selector;
      case Result.Malformed malformed -> {
        exchange.error(ApiErrors.badSelector(parameter, text, malformed));
        yield null;
      }
    };
  }
}
