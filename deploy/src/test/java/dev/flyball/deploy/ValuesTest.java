package dev.flyball.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flyball.controller.config.Origin;
import dev.flyball.controller.config.Parsed;
import dev.flyball.controller.config.Settings;
import dev.flyball.controller.config.SettingsReader;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The values of the chart: documented, checked, and settings that the controller understands. */
class ValuesTest {
  private static final Pattern DOCUMENTED_SETTING = Pattern.compile("(?m)^\\| (`.*?`) \\|");
  private static TestingHelm helm;

  @BeforeAll
  static void start() {
    helm = new TestingHelm();
  }

  @AfterAll
  static void stop() {
    helm.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          replica: 2                                         | additional properties 'replica' not allowed
          replicas: many                                     | at '/replicas': got string, want integer
          sharding: {shards: 257}                            | at '/sharding/shards'
          image: {tag: 1.2}                                  | at '/image/tag': got number, want string
          image: {digest: latest}                            | at '/image/digest'
          image: {pullPolicy: Sometimes}                     | at '/image/pullPolicy'
          nodeSelector: {ssd: true}                          | at '/nodeSelector/ssd': got boolean, want string
          tolerations: [{efect: NoSchedule}]                 | additional properties 'efect' not allowed
          runAsUser: 0                                       | at '/runAsUser'
          resources: {limits: {memory: 128 MB}}              | at '/resources/limits/memory'
          webhook: {enable: true}                            | additional properties 'enable' not allowed
          logLevel: verbose                                  | at '/logLevel'
          javaOptions: [Xmx96m]                              | at '/javaOptions/0'
          apiServices: {external: {enable: false}}           | additional properties 'enable' not allowed
          rbac: {extraScaleTargets: [{apiGroups: [x], resources: ["*/scale"]}]} | at '/rbac/extraScaleTargets/0/resources/0'
          rbac: {extraScaleTargets: [{apiGroups: ["*"], resources: [a/scale]}]} | at '/rbac/extraScaleTargets/0/apiGroups/0'
          settings: {syncPeriods: 5s}                        | additional properties 'syncPeriods' not allowed
          settings: {syncPeriod: 15}                         | at '/settings/syncPeriod': got number, want string
          settings: {syncPeriod: 15 s}                       | at '/settings/syncPeriod'
          settings: {prometheus: {url: prometheus}}          | at '/settings/prometheus/url'
          settings: {series: [{name: a}]}                    | at '/settings/series/0'
          settings: {forwardExternalMetrics: {url: "http://a"}} | at '/settings/forwardExternalMetrics/url'
          """)
  void wrongValuesAreRefusedWithTheirPlace(String values, String problem) {
    assertThatThrownBy(() -> helm.render(values))
        .hasMessageContaining("values don't meet the specifications of the schema")
        .hasMessageContaining(problem);
  }

  @Test
  void twoMonitorsWouldCountEverythingTwice() {
    assertThatThrownBy(
            () ->
                helm.render(
                    "monitoring: {serviceMonitor: {enabled: true}, podMonitor: {enabled: true}}"))
        .hasMessageContaining("Keep one of them");
  }

  @Test
  void everyKeyOfTheSchemaStandsInTheValues() {
    JsonNode schema =
        TestingHelm.YAML.readTree(
            TestingHelm.read(TestingHelm.CHART.resolve("values.schema.json")));
    JsonNode values =
        TestingHelm.YAML.readTree(TestingHelm.read(TestingHelm.CHART.resolve("values.yaml")));
    assertThat(values.size()).isGreaterThan(20);
    compare("", schema, values);
  }

  /** An empty object of the values says in its comment what can stand in it. */
  private static void compare(String path, JsonNode schema, JsonNode values) {
    JsonNode properties = schema.path("properties");
    if (!values.isObject() || values.isEmpty() || properties.isEmpty()) {
      return;
    }
    List<String> known =
        properties.propertyStream().map(p -> p.getKey()).filter(k -> !k.equals("global")).toList();
    assertThat(List.copyOf(values.propertyNames()))
        .as("keys of %s in values.yaml", path)
        .containsExactlyInAnyOrderElementsOf(known);
    assertThat(schema.path("additionalProperties").asBoolean(true)).as(path).isFalse();
    values
        .properties()
        .forEach(v -> compare(path + "/" + v.getKey(), properties.path(v.getKey()), v.getValue()));
  }

  @Test
  void everyTopLevelKeyHasAComment() {
    String[] lines = TestingHelm.read(TestingHelm.CHART.resolve("values.yaml")).split("\n", -1);
    for (int i = 1; i < lines.length; i++) {
      if (lines[i].matches("[a-zA-Z]+:.*")
          && !lines[i].startsWith("image:")
          && !lines[i].startsWith("resources:")) {
        assertThat(lines[i - 1] + lines[Math.min(i + 1, lines.length - 1)])
            .as("comment before or below %s", lines[i])
            .contains("#");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LEAST")
  void theControllerUnderstandsTheSettings(ValueSet set) {
    String text =
        helm.render(set).one("ConfigMap", "flyball-settings").at("/data/settings.yaml").asString();
    Parsed<Settings> read = SettingsReader.read(text, Origin.file("rendered settings"));
    assertThat(read instanceof Parsed.Valid<Settings> valid ? valid.warnings() : read)
        .as(text)
        .isEqualTo(List.of());
  }

  @Test
  void defaultsOfTheChartAreThoseOfTheController() {
    String text =
        helm.render(ValueSet.DEFAULTS)
            .one("ConfigMap", "flyball-settings")
            .at("/data/settings.yaml")
            .asString();
    assertThat(SettingsReader.read(text, Origin.file("rendered")))
        .extracting("value")
        .isEqualTo(((Parsed.Valid<?>) SettingsReader.read("{}", Origin.file("none"))).value());
  }

  @Test
  void everyDocumentedSettingStandsInTheValues() {
    String page = TestingHelm.read(TestingHelm.DEPLOY.resolve("../docs/settings.md"));
    String table =
        page.substring(page.indexOf("| field | default"), page.indexOf("Durations have"));
    JsonNode settings =
        TestingHelm.YAML
            .readTree(TestingHelm.read(TestingHelm.CHART.resolve("values.yaml")))
            .path("settings");
    List<String> documented =
        DOCUMENTED_SETTING
            .matcher(table)
            .results()
            .flatMap(row -> List.of(row.group(1).replace("`", "").split(", ", -1)).stream())
            .toList();
    assertThat(documented).hasSizeGreaterThan(8);
    assertThat(List.copyOf(settings.propertyNames())).containsAll(documented);
  }
}
