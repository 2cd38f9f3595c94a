package dev.flyball.controller.sources;

import dev.flyball.controller.config.Series;
import dev.flyball.controller.config.Settings;
import dev.flyball.metrics.api.MetricsProvider;
import dev.flyball.metrics.rules.ResourceKinds;
import dev.flyball.metrics.rules.RuleCompiler;
import dev.flyball.metrics.rules.SeriesQuery;
import dev.flyball.metrics.source.promql.CacheSettings;
import dev.flyball.metrics.source.promql.CachedQueries;
import dev.flyball.metrics.source.promql.DiscoverySettings;
import dev.flyball.metrics.source.promql.ObjectNames;
import dev.flyball.metrics.source.promql.PromQlClient;
import dev.flyball.metrics.source.promql.PromQlLimits;
import dev.flyball.metrics.source.promql.PromQlSeries;
import dev.flyball.metrics.source.promql.PrometheusEndpoint;
import dev.flyball.metrics.source.promql.RuleMetrics;
import io.vertx.core.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that one version of the settings asks of one PromQL server.
 *
 * @param series the series of the settings
 * @param rules the rules of prometheus-adapter
 * @param queries what they share
 * @param client the server behind
 */
record PromQlSources(
    PromQlSeries series, RuleMetrics rules, CachedQueries queries, PromQlClient client) {
  private static final Logger LOG = LoggerFactory.getLogger(PromQlSources.class);

  /** In the order in which they are asked. */
  List<MetricsProvider> providers() {
    return List.of(series, rules);
  }

  static PromQlSources open(
      Settings settings,
      PrometheusEndpoint endpoint,
      Context context,
      Clock clock,
      ObjectNames objects) {
    PromQlClient client = new PromQlClient(context, clock, endpoint, PromQlLimits.DEFAULT);
    CachedQueries queries =
        new CachedQueries(
            context, client, CacheSettings.DEFAULT.withMaxAge(maxAge(settings)), clock);
    ResourceKinds kinds = ResourceKinds.builtIn();
    RuleCompiler compiler = new RuleCompiler(kinds);
    RuleCompiler.Compilation custom = compiler.custom(settings.rules());
    RuleCompiler.Compilation external = compiler.external(settings.externalRules());
    custom.problems().forEach(problem -> LOG.warn("a rule is left out: {}", problem));
    external.problems().forEach(problem -> LOG.warn("a rule is left out: {}", problem));
    return new PromQlSources(
        new PromQlSeries(series(settings), queries, objects),
        new RuleMetrics(
            context,
            new RuleMetrics.Rules(custom.rules(), external.rules()),
            queries,
            new RuleMetrics.Cluster(kinds, objects),
            DiscoverySettings.DEFAULT),
        queries,
        client);
  }

  /** Results are shared within a sync period, and no longer than the default. */
  private static Duration maxAge(Settings settings) {
    Duration period = settings.syncPeriod().multipliedBy(7).dividedBy(8);
    Duration longest = CacheSettings.DEFAULT.maxAge();
    return period.compareTo(longest) < 0 ? period : longest;
  }

  private static List<SeriesQuery> series(Settings settings) {
    List<SeriesQuery> queries = new ArrayList<>();
    for (Series series : settings.series()) {
      if (series.source() instanceof Series.PromQl promQl) {
        switch (SeriesQuery.compile(series.name(), promQl.query())) {
          case SeriesQuery.Compiled.Usable usable -> queries.add(usable.query());
          case SeriesQuery.Compiled.Unusable unusable ->
              LOG.warn("series {} is left out: {}", series.name(), unusable.problem());
        }
      }
    }
    return queries;
  }

  void close() {
    rules.close();
    queries.close();
    client.close();
  }
}
