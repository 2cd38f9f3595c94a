package dev.flyball.metrics.rules;

import dev.flyball.metrics.rules.AdapterRule.Filter;
import dev.flyball.metrics.rules.AdapterRule.GroupResource;
import dev.flyball.metrics.rules.AdapterRule.NameMapping;
import dev.flyball.metrics.rules.AdapterRule.Resources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules as people write them, part by part. */
public final class RuleTexts {
  /** The query of most rules. */
  public static final String RATE =
      "sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)";

  private String seriesQuery = "http_requests_total{namespace!=\"\",pod!=\"\"}";
  private List<Filter> filters = List.of();
  private String template = "";
  private Map<String, GroupResource> overrides = Map.of();
  private Optional<Boolean> namespaced = Optional.empty();
  private NameMapping name = NameMapping.NONE;
  private String query = RATE;

  private RuleTexts() {}

  /** A rule about pods and namespaces by the labels of these names. */
  public static RuleTexts rule() {
    return new RuleTexts().overrides("namespace", "namespace", "pod", "pod");
  }

  /** The rule that turns requests into requests per second. */
  public static AdapterRule article() {
    return rule().name("^(.*)_total", "${1}_per_second").build();
  }

  /** An external rule about a queue. */
  public static AdapterRule queue() {
    return rule()
        .series("{__name__=~\"queue_.*\",name!=\"\"}")
        .query("sum(<<.Series>>{<<.LabelMatchers>>}) by (name)")
        .build();
  }

  public RuleTexts series(String selector) {
    seriesQuery = selector;
    return this;
  }

  public RuleTexts filters(Filter... tests) {
    filters = List.of(tests);
    return this;
  }

  /** Labels with what they name: {@code pod}, or {@code apps/deployment}. */
  public RuleTexts overrides(String... labelsAndResources) {
    Map<String, GroupResource> map = new HashMap<>();
    for (int i = 0; i < labelsAndResources.length; i += 2) {
      String[] parts = ("/" + labelsAndResources[i + 1]).split("/", -1);
      String group = parts.length > 2 ? parts[1] : "";
      map.put(labelsAndResources[i], new GroupResource(group, parts[parts.length - 1]));
    }
    overrides = map;
    return this;
  }

  public RuleTexts template(String text) {
    template = text;
    overrides = Map.of();
    return this;
  }

  public RuleTexts namespaced(boolean value) {
    namespaced = Optional.of(value);
    return this;
  }

  public RuleTexts name(String matches, String as) {
    name = new NameMapping(matches, as);
    return this;
  }

  public RuleTexts query(String text) {
    query = text;
    return this;
  }

  public AdapterRule build() {
    return new AdapterRule(
        seriesQuery, filters, new Resources(template, overrides, namespaced), name, query);
  }
}
