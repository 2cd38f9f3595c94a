package dev.flyball.controller.sources;

import dev.flyball.controller.config.Series;
import dev.flyball.controller.config.Settings;
import dev.flyball.controller.loop.OtherMetrics;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.ChainedMetrics;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.ExternalFallback;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.MetricsProvider;
import dev.flyball.metrics.rules.AdapterRule;
import dev.flyball.metrics.source.forward.AdapterForwarder;
import dev.flyball.metrics.source.forward.ForwardTarget;
import dev.flyball.metrics.source.promql.ObjectNames;
import dev.flyball.metrics.source.promql.PrometheusEndpoint;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sources of metrics beyond the loop's own, as the settings in force name them.
 *
 * <p>{@link #use} is called on the loop; what it gives, and {@link #served}, may be asked on any
 * thread.
 */
public final class MetricSources implements OtherMetrics {
  private final Context context;
  private final Clock clock;
  private final MetricsProvider cluster;
  private final Supplier<Future<String>> token;
  private @Nullable PromQlSources promQl;
  private @Nullable Asked asked;
  private @Nullable ForwardTarget forwardTarget;
  private volatile @Nullable AdapterForwarder forwarder;
  private volatile MetricsProvider served = new ChainedMetrics(List.of());

  /** What of the settings makes a difference here. */
  private record Asked(
      Optional<PrometheusEndpoint> prometheus,
      List<Series> series,
      List<AdapterRule> rules,
      List<AdapterRule> externalRules,
      Duration syncPeriod) {
    static Asked of(Settings settings) {
      return new Asked(
          settings.prometheus(),
          settings.series(),
          settings.rules(),
          settings.externalRules(),
          settings.syncPeriod());
    }
  }

  /**
   * No sources yet.
   *
   * @param context the loop's: answers of PromQL servers are read there, piece by piece as they
   *     come
   * @param cluster what other adapters in the cluster serve
   * @param token gives the controller's own token, for an adapter that is asked in others' names;
   *     empty for none
   */
  public MetricSources(
      Context context, Clock clock, MetricsProvider cluster, Supplier<Future<String>> token) {
    this.context = context;
    this.clock = clock;
    this.cluster = cluster;
    this.token = token;
  }

  /** {@inheritDoc} PromQL comes first, other adapters after it. */
  @Override
  public MetricsProvider use(Settings settings, MetricsProvider held, ObjectNames pods) {
    Asked now = Asked.of(settings);
    if (!now.equals(asked)) {
      asked = now;
      closePromQl();
      promQl =
          settings
              .prometheus()
              .map(endpoint -> PromQlSources.open(settings, endpoint, context, clock, pods))
              .orElse(null);
    }
    forwardTo(settings.forwardExternalMetrics().orElse(null));
    List<MetricsProvider> sources =
        new ArrayList<>(promQl == null ? List.of() : promQl.providers());
    List<MetricsProvider> own = new ArrayList<>(sources);
    own.addFirst(held);
    served = new ChainedMetrics(own);
    sources.add(cluster);
    return new ChainedMetrics(sources);
  }

  /**
   * What the metrics APIs serve: the loop's own series and those by PromQL, whichever settings are
   * in force when a question comes. Other adapters' metrics are not served again.
   */
  public MetricsProvider served() {
    return new MetricsProvider() {
      @Override
      public Future<Catalog> catalog() {
        return served.catalog();
      }

      @Override
      public Future<Answer<ExternalValue>> external(ExternalQuery query) {
        return served.external(query);
      }

      @Override
      public Future<Answer<CustomValue>> custom(CustomQuery query) {
        return served.custom(query);
      }
    };
  }

  private void forwardTo(@Nullable ForwardTarget target) {
    if (Objects.equals(target, forwardTarget)) {
      return;
    }
    AdapterForwarder before = forwarder;
    forwardTarget = target;
    forwarder = target == null ? null : new AdapterForwarder(context.owner(), target, token);
    if (before != null) {
      before.close();
    }
  }

  /** Asks the adapter that the settings in force name for external metrics not known here. */
  public ExternalFallback fallback() {
    return (request, caller, query) -> {
      AdapterForwarder now = forwarder;
      return now == null
          ? Future.succeededFuture(new ExternalFallback.Forwarded.Unknown())
          : now.forward(request, caller, query);
    };
  }

  /** Closes connections. Called on the loop. */
  public void close() {
    closePromQl();
    forwardTo(null);
  }

  private void closePromQl() {
    if (promQl != null) {
      promQl.close();
      promQl = null;
    }
  }
}
