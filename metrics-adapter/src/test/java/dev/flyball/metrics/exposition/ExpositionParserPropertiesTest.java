package dev.flyball.metrics.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class ExpositionParserPropertiesTest {
  private static final List<String> NAMES = List.of("wanted_total", "wanted", "other", "wanted_to");
  private static final WantedMetrics WANTED = WantedMetrics.of(NAMES.subList(0, 2));

  record Line(String name, Map<String, String> labels, double value, @Nullable Long timestamp) {
    String rendered() {
      StringBuilder text = new StringBuilder(name);
      if (!labels.isEmpty()) {
        List<String> pairs = new ArrayList<>();
        labels.forEach((key, label) -> pairs.add(key + "=\"" + Sample.escape(label) + '"'));
        text.append('{').append(String.join(",", pairs)).append('}');
      }
      text.append(' ').append(value);
      return text.append(timestamp == null ? "" : " " + timestamp).append('\n').toString();
    }

    String expected() {
      StringBuilder text = new StringBuilder(name).append('{');
      labels.forEach((key, label) -> text.append(key).append('=').append(label).append(';'));
      return text.append("} ").append(value) + (timestamp == null ? "" : " @" + timestamp);
    }
  }

  @Provide
  Arbitrary<List<Line>> pages() {
    Arbitrary<String> labelValues =
        Arbitraries.strings().withChars("ab\\\"\n ,}{=#é✓").ofMaxLength(12);
    Arbitrary<Map<String, String>> labels =
        Arbitraries.maps(Arbitraries.of("a", "code", "_x9"), labelValues).ofMaxSize(3);
    Arbitrary<Long> timestamps = Arbitraries.longs().between(0, 4_000_000_000_000L).injectNull(0.5);
    Arbitrary<Double> values =
        Arbitraries.oneOf(
            Arbitraries.longs().map(bits -> Double.longBitsToDouble(bits)),
            Arbitraries.longs().between(0, 1L << 60).map(Long::doubleValue));
    return Combinators.combine(Arbitraries.of(NAMES), labels, values, timestamps)
        .as(Line::new)
        .list()
        .ofMaxSize(30);
  }

  @Property(tries = 500)
  void whatIsRenderedIsRead(@ForAll("pages") List<Line> lines, @ForAll long seed) {
    StringBuilder page = new StringBuilder();
    lines.forEach(line -> page.append(line.rendered()));
    TestingVisitor visitor = new TestingVisitor();
    PageResult result =
        feedInPieces(page.toString().getBytes(StandardCharsets.UTF_8), seed, visitor);
    assertThat(visitor.samples)
        .isEqualTo(
            lines.stream()
                .filter(line -> WANTED.names().contains(line.name()))
                .map(Line::expected)
                .toList());
    assertThat(result.malformed()).isZero();
    assertThat(result.lines()).isEqualTo(lines.size());
  }

  @Property(tries = 2000)
  void anyBytesAreReadToTheirEnd(@ForAll long seed) {
    Random random = new Random(seed);
    String alphabet = "wanted_total{}=\"\\,# \t\r\n\n0123456789.eE+-naNiInf";
    byte[] page = new byte[random.nextInt(400)];
    int i = 0;
    while (i < page.length) {
      boolean structured = random.nextInt(10) > 0;
      page[i++] =
          structured
              ? (byte) alphabet.charAt(random.nextInt(alphabet.length()))
              : (byte) random.nextInt(256);
      if (random.nextInt(20) == 0 && i + 13 < page.length) {
        byte[] name = "\nwanted_total".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(name, 0, page, i, name.length);
        i += name.length;
      }
    }
    TestingVisitor pieces = new TestingVisitor();
    TestingVisitor whole = new TestingVisitor();
    PageResult inPieces = feedInPieces(page, seed, pieces);
    ExpositionParser parser = new ExpositionParser(WANTED, whole, ExpositionLimits.DEFAULT);
    parser.feed(page);
    assertThat(inPieces).isEqualTo(parser.finish());
    assertThat(pieces.samples).isEqualTo(whole.samples);
    assertThat(pieces.malformed).isEqualTo(whole.malformed);
    assertThat(inPieces.bytes()).isEqualTo(page.length);
  }

  private static PageResult feedInPieces(byte[] page, long seed, TestingVisitor visitor) {
    Random random = new Random(seed);
    ExpositionParser parser = new ExpositionParser(WANTED, visitor, ExpositionLimits.DEFAULT);
    int at = 0;
    while (at < page.length) {
      int to = Math.min(page.length, at + random.nextInt(1 + random.nextInt(60)));
      parser.feed(page, at, to);
      at = to;
    }
    return parser.finish();
  }
}
