package dev.flyball.controller.config;

import dev.flyball.controller.config.Series.Kind;
import dev.flyball.controller.config.Series.PromQl;
import dev.flyball.controller.config.Series.Scrape;
import dev.flyball.metrics.rules.SeriesQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the series of the settings. */
final class SeriesReader {
  // Below a second only where time is made to run faster, as in a demonstration.
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(10);
  private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

  private SeriesReader() {}

  static List<Series> series(@Nullable Value list) {
    List<Series> series = new ArrayList<>();
    Map<String, Value> names = new HashMap<>();
    for (Value item : list == null ? List.<Value>of() : list.items()) {
      Series read = one(item, names);
      if (read != null) {
        series.add(read);
      }
    }
    return series;
  }

  private static @Nullable Series one(Value item, Map<String, Value> names) {
    Fields fields = Fields.open(item, "name", "scrape", "prometheus");
    if (fields == null) {
      return null;
    }
    Value nameField = fields.require("name", "write the name that policies ask for");
    String name = Names.metric(nameField);
    if (nameField != null && name != null) {
      Value earlier = names.putIfAbsent(name, nameField);
      if (earlier != null) {
        int line = earlier.node().at().line();
        nameField.error(
            Quoting.quoted(name) + " is there already, in line " + line, "choose another name");
      }
    }
    Value scrape = fields.get("scrape");
    Value prometheus = fields.get("prometheus");
    if (scrape != null && prometheus != null) {
      prometheus
          .problems()
          .error(prometheus.keyAt(), prometheus.path(), "stands beside scrape", "keep one of them");
      return null;
    }
    if (scrape == null && prometheus == null) {
      fields.reportMissing("scrape", "write scrape: {counter: …} or prometheus: {query: …}");
      return null;
    }
    Series.Source source = scrape != null ? scrape(scrape) : promQl(prometheus);
    return name == null || source == null ? null : new Series(name, source);
  }

  private static @Nullable PromQl promQl(@Nullable Value value) {
    Fields fields = Fields.open(value, "query");
    Value field = fields == null ? null : fields.require("query", "write a PromQL query");
    String query = Scalars.text(field);
    if (field == null || query == null) {
      return null;
    }
    if (SeriesQuery.compile("series", query) instanceof SeriesQuery.Compiled.Unusable unusable) {
      field.error(unusable.problem().problem(), unusable.problem().remedy());
      return null;
    }
    return new PromQl(query);
  }

  private static @Nullable Scrape scrape(Value value) {
    Fields fields = Fields.open(value, "counter", "gauge", "interval", "window", "labels");
    if (fields == null) {
      return null;
    }
    int before = fields.problems().count();
    Value counter = fields.get("counter");
    Value gauge = fields.get("gauge");
    if (counter == null && gauge == null) {
      fields.reportMissing("counter", "write counter: http_requests_total, or gauge: …");
    } else if (counter != null && gauge != null) {
      gauge
          .problems()
          .error(gauge.keyAt(), gauge.path(), "stands beside counter", "keep one of them");
    }
    String metric = Names.metric(counter == null ? gauge : counter);
    Duration interval =
        Objects.requireNonNullElse(
            Scalars.duration(fields.get("interval"), SHORTEST_INTERVAL, LONGEST_INTERVAL),
            Scrape.DEFAULT_INTERVAL);
    Map<String, String> labels = labels(fields.get("labels"));
    if (fields.problems().count() > before) {
      Scalars.duration(fields.get("window"), SHORTEST_INTERVAL, LONGEST_WINDOW);
      return null;
    }
    Duration window = window(fields, interval);
    if (window == null || metric == null) {
      return null;
    }
    return new Scrape(
        counter == null ? Kind.Gauge : Kind.Counter, metric, labels, interval, window);
  }

  /** The default window is three intervals, as 15 s are of the default interval. */
  private static @Nullable Duration window(Fields fields, Duration interval) {
    Value written = fields.get("window");
    if (written == null) {
      return interval.multipliedBy(3);
    }
    Duration window = Scalars.duration(written, SHORTEST_INTERVAL, LONGEST_WINDOW);
    Duration shortest = interval.multipliedBy(2);
    if (window != null && window.compareTo(shortest) < 0) {
      written.error(
          GoDuration.format(window)
              + " is too short for two samples at an interval of "
              + GoDuration.format(interval)
              + ", and a rate needs two",
          "write " + GoDuration.format(shortest) + " or more");
      return null;
    }
    return window;
  }

  private static Map<String, String> labels(@Nullable Value value) {
    Map<String, String> labels = new HashMap<>();
    Fields fields = Fields.openAny(value);
    if (fields != null) {
      fields.all().forEach((name, label) -> putIfText(labels, name, label));
    }
    return labels;
  }

  private static void putIfText(Map<String, String> labels, String name, Value label) {
    String text = Scalars.text(label);
    if (text != null) {
      labels.put(name, text);
    }
  }
}
