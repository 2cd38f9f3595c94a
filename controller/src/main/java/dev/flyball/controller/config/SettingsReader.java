package dev.flyball.controller.config;

import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.metrics.rules.AdapterRule;
import dev.flyball.metrics.source.forward.ForwardTarget;
import dev.flyball.metrics.source.promql.PrometheusEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the settings of the controller and fills in their defaults. */
public final class SettingsReader {
  private static final Duration LONGEST = Duration.ofHours(24);

  private SettingsReader() {}

  /**
   * Reads settings; never throws for what the text says.
   *
   * @param text YAML or JSON
   * @param origin how problems name the text
   */
  public static Parsed<Settings> read(String text, Origin origin) {
    return Documents.read(
        text, origin, "settings such as syncPeriod: 15s", SettingsReader::settings);
  }

  /** Reads the settings of a ConfigMap; never throws for what it says. */
  public static Parsed<Settings> read(ConfigMapText configMap) {
    String key = ConfigMapText.SETTINGS_KEY;
    Origin origin = Origin.configMap(configMap.namespace(), configMap.name(), key);
    String text = configMap.data().get(key);
    if (text == null) {
      String remedy = "put the settings under the key " + key;
      return new Parsed.Invalid<>(
          List.of(new Problem(origin, 1, 1, "", "the key is missing", remedy)));
    }
    return read(text, origin);
  }

  /** Reads settings from the root of a document. */
  static @Nullable Settings settings(Value root) {
    int before = root.problems().count();
    Fields fields =
        Fields.open(
            root,
            "syncPeriod",
            "usageInterval",
            "tolerance",
            "downscaleStabilization",
            "cpuInitializationPeriod",
            "initialReadinessDelay",
            "architectures",
            "series",
            "prometheus",
            "rules",
            "externalRules",
            "resourceRules",
            "forwardExternalMetrics");
    if (fields == null) {
      return null;
    }
    Duration syncPeriod =
        Scalars.duration(
            fields.get("syncPeriod"),
            OptionsReader.SHORTEST_SYNC_PERIOD,
            OptionsReader.LONGEST_SYNC_PERIOD);
    Duration usageInterval =
        Scalars.duration(
            fields.get("usageInterval"),
            OptionsReader.SHORTEST_SYNC_PERIOD,
            OptionsReader.LONGEST_SYNC_PERIOD);
    List<String> architectures = Scalars.texts(fields.get("architectures"));
    List<Series> series = SeriesReader.series(fields.get("series"));
    PrometheusEndpoint prometheus = PrometheusReader.endpoint(fields.get("prometheus"));
    List<AdapterRule> rules = RulesReader.rules(fields.get("rules"));
    List<AdapterRule> externalRules = RulesReader.externalRules(fields.get("externalRules"));
    Value resourceRules = fields.get("resourceRules");
    if (resourceRules != null) {
      // It stands in the files of prometheus-adapter, which are to be taken as they are.
      resourceRules.warning(
          "is left out: CPU and memory come from metrics.k8s.io", "remove it, or leave it there");
    }
    ForwardTarget forward = ForwardReader.target(fields.get("forwardExternalMetrics"));
    if (series.stream().anyMatch(s -> s.source() instanceof Series.PromQl)
        || !rules.isEmpty()
        || !externalRules.isEmpty()) {
      fields.require("prometheus", "write prometheus: {url: …}, as series or rules ask it");
    }
    Settings settings =
        new Settings(
            Objects.requireNonNullElse(syncPeriod, Settings.DEFAULT.syncPeriod()),
            Objects.requireNonNullElse(usageInterval, Settings.DEFAULT.usageInterval()),
            autoscaler(fields),
            Objects.requireNonNullElse(architectures, Settings.DEFAULT.architectures()),
            series.isEmpty() ? Settings.DEFAULT.series() : series,
            Optional.ofNullable(prometheus),
            rules,
            externalRules,
            Optional.ofNullable(forward));
    return root.problems().count() == before ? settings : null;
  }

  private static AutoscalerSettings autoscaler(Fields fields) {
    AutoscalerSettings defaults = AutoscalerSettings.DEFAULT;
    Double tolerance = Scalars.fraction(fields.get("tolerance"));
    return new AutoscalerSettings(
        Objects.requireNonNullElse(tolerance, defaults.tolerance()),
        duration(fields, "downscaleStabilization", defaults.downscaleStabilization()),
        duration(fields, "cpuInitializationPeriod", defaults.cpuInitializationPeriod()),
        duration(fields, "initialReadinessDelay", defaults.initialReadinessDelay()));
  }

  private static Duration duration(Fields fields, String name, Duration standard) {
    Duration written = Scalars.duration(fields.get(name), Duration.ZERO, LONGEST);
    return Objects.requireNonNullElse(written, standard);
  }
}
