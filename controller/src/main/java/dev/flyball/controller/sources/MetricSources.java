package dev.flyball.controller.sources;

import dev.flyball.controller.config.Series;
import dev.flyball.controller.config.Settings;
import dev.flyball.controller.loop.OtherMetrics;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.ChainedMetrics;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.MetricsProvider;
import dev.flyball.metrics.rules.AdapterRule;
import dev.flyball.metrics.source.promql.ObjectNames;
import dev.flyball.metrics.source.promql.PrometheusEndpoint;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private @Nullable PromQlSources promQl;
  private @Nullable Asked asked;
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
   */
  public MetricSources(Context context, Clock clock, MetricsProvider cluster) {
    this.context = context;
    this.clock = clock;
    this.cluster = cluster;
  }

  /** {@inheritDoc} PromQL comes first, other adapters after it. */
  @Override
  public MetricsProvider use(Settings settings, MetricsProvider held, ObjectNames pods) {
    Asked now = Asked.of(settings);
    if (!now.equals(asked)) {
      asked = now;
      close();
      promQl =
          settings
              .prometheus()
              .map(endpoint -> PromQlSources.open(settings, endpoint, context, clock, pods))
              .orElse(null);
    }
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

  /** Closes connections. Called on the loop. */
  public void close() {
    if (promQl != null) {
      promQl.close();
      promQl = null;
    }
  }
}
