package dev.flyball.metrics.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExpositionParserTest {
  private static final WantedMetrics WANTED = WantedMetrics.of(List.of("m_total", "up"));
  private static final String NASTY =
      """
      # HELP m_total Says "m_total{a=\\"b\\"} 7" \\n on one line.
      # TYPE m_total counter
      m_total{code="200",path="/a\\\\b\\"c}\\n, d=\\"x"} 1027 1395066363000\r
      m_total{code="400" , path = "é✓", } 3e+02
      \tm_total 5\t
      m_total_created{code="200"} 1e9
      m_total2 7
      um_total 8

      #
      # EOF is not here
      up NaN
      up{} +Inf
      up -Inf
      up{a="} 1
      up{a="b"} one
      up
      process_cpu_seconds_total 12.5
      m_tota
      up{l="\\q"} 1.5e-3""";

  private static Stream<Arguments> lines() {
    return Stream.of(
        argumentSet("bare", "up 1", "up{} 1.0"),
        argumentSet("decimal", "up 0.30000000000000004", "up{} 0.30000000000000004"),
        argumentSet("long integer", "up 123456789012345678", "up{} 1.2345678901234568E17"),
        argumentSet("many digits", "up 1.2345678901234567890123e5", "up{} 123456.78901234567"),
        argumentSet("Go float", "up 1.763968123e+09", "up{} 1.763968123E9"),
        argumentSet("tiny", "up 4.9e-324", "up{} 4.9E-324"),
        argumentSet("leading zeros", "up 000.000125", "up{} 1.25E-4"),
        argumentSet("negative zero", "up -0", "up{} -0.0"),
        argumentSet("point first", "up .5", "up{} 0.5"),
        argumentSet("point last", "up 5.", "up{} 5.0"),
        argumentSet("infinity", "up +Infinity", "up{} Infinity"),
        argumentSet("lower case", "up nan", "up{} NaN"),
        argumentSet("timestamp", "up 1 1395066363000", "up{} 1.0 @1395066363000"),
        argumentSet("before 1970", "up 1 -5", "up{} 1.0 @-5"),
        argumentSet("tabs", "up\t{a=\"b\"}\t1\t2\t", "up{a=b;} 1.0 @2"),
        argumentSet("no space", "up{a=\"b\"}1", "up{a=b;} 1.0"),
        argumentSet("empty value", "up{a=\"\"} 1", "up{a=;} 1.0"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void readsALine(String line, String expected) {
    TestingVisitor visitor = new TestingVisitor();
    parse(line + "\n", ExpositionFormat.TEXT, visitor);
    assertThat(visitor.samples).containsExactly(expected);
    assertThat(visitor.malformed).isEmpty();
  }

  private static Stream<Arguments> malformedLines() {
    return Stream.of(
        argumentSet("no value", "up", MalformedLine.BAD_VALUE),
        argumentSet("word", "up yes", MalformedLine.BAD_VALUE),
        argumentSet("hexadecimal", "up 0x1p3", MalformedLine.BAD_VALUE),
        argumentSet("Java suffix", "up 1d", MalformedLine.BAD_VALUE),
        argumentSet("two points", "up 1.2.3", MalformedLine.BAD_VALUE),
        argumentSet("no exponent", "up 1e", MalformedLine.BAD_VALUE),
        argumentSet("sign only", "up -", MalformedLine.BAD_VALUE),
        argumentSet("underscore", "up 1_000", MalformedLine.BAD_VALUE),
        argumentSet("open brace", "up{a=\"b\" 1", MalformedLine.BAD_LABELS),
        argumentSet("open quote", "up{a=\"b} 1", MalformedLine.BAD_LABELS),
        argumentSet("escape at the end", "up{a=\"b\\", MalformedLine.BAD_LABELS),
        argumentSet("no quote", "up{a=b} 1", MalformedLine.BAD_LABELS),
        argumentSet("no name", "up{=\"b\"} 1", MalformedLine.BAD_LABELS),
        argumentSet("comma first", "up{,a=\"b\"} 1", MalformedLine.BAD_LABELS),
        argumentSet("no comma", "up{a=\"b\"c=\"d\"} 1", MalformedLine.BAD_LABELS),
        argumentSet("digit first", "up{1a=\"b\"} 1", MalformedLine.BAD_LABELS),
        argumentSet("timestamp", "up 1 soon", MalformedLine.BAD_TIMESTAMP),
        argumentSet("infinite timestamp", "up 1 +Inf", MalformedLine.BAD_TIMESTAMP),
        argumentSet("trailing text", "up 1 2 3", MalformedLine.TRAILING_TEXT),
        argumentSet("exemplar in text", "up 1 # {} 1", MalformedLine.BAD_TIMESTAMP));
  }

  @ParameterizedTest
  @MethodSource("malformedLines")
  void reportsAMalformedLineAndGoesOn(String line, MalformedLine reason) {
    TestingVisitor visitor = new TestingVisitor();
    PageResult page = parse("# c\n" + line + "\nup 2\n", ExpositionFormat.TEXT, visitor);
    assertThat(visitor.malformed).containsExactly("2:" + reason);
    assertThat(visitor.samples).containsExactly("up{} 2.0");
    assertThat(page.firstMalformedLine()).isEqualTo(2);
    assertThat(page.malformed()).isEqualTo(1);
  }

  @Test
  void givesTheSameSamplesWhereverChunksAreCut() {
    byte[] page = NASTY.getBytes(StandardCharsets.UTF_8);
    TestingVisitor whole = new TestingVisitor();
    PageResult expected = parse(NASTY, ExpositionFormat.TEXT, whole);
    assertThat(whole.samples)
        .containsExactly(
            "m_total{code=200;path=/a\\b\"c}\n, d=\"x;} 1027.0 @1395066363000",
            "m_total{code=400;path=é✓;} 300.0",
            "m_total{} 5.0",
            "up{} NaN",
            "up{} Infinity",
            "up{} -Infinity",
            "up{l=\\q;} 0.0015");
    assertThat(whole.malformed).containsExactly("15:BAD_LABELS", "16:BAD_VALUE", "17:BAD_VALUE");
    for (int first = 0; first <= page.length; first++) {
      for (int second = first; second <= page.length; second += 7) {
        TestingVisitor visitor = new TestingVisitor();
        ExpositionParser parser = parser(visitor, ExpositionLimits.DEFAULT);
        parser.feed(page, 0, first);
        parser.feed(page, first, second);
        parser.feed(page, second, page.length);
        assertThat(parser.finish()).as("cut at %s and %s", first, second).isEqualTo(expected);
        assertThat(visitor.samples).isEqualTo(whole.samples);
        assertThat(visitor.malformed).isEqualTo(whole.malformed);
      }
    }
  }

  @Test
  void readsBytesOneByOneFromEitherSortOfBuffer() {
    for (boolean direct : new boolean[] {false, true}) {
      TestingVisitor visitor = new TestingVisitor();
      ExpositionParser parser = parser(visitor, ExpositionLimits.DEFAULT);
      for (byte b : "up 1\nup 2\n".getBytes(StandardCharsets.UTF_8)) {
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(1) : ByteBuffer.allocate(1);
        parser.feed(buffer.put(b).flip());
        assertThat(buffer.remaining()).isZero();
      }
      assertThat(parser.finish().endsInLine()).isFalse();
      assertThat(visitor.samples).containsExactly("up{} 1.0", "up{} 2.0");
    }
  }

  private static Stream<Arguments> openMetricsPages() {
    return Stream.of(
        argumentSet("whole", "up 1\n# EOF\n", PageResult.Status.COMPLETE),
        argumentSet("no line feed", "up 1\n# EOF", PageResult.Status.COMPLETE),
        argumentSet("carriage return", "up 1\r\n# EOF\r\n", PageResult.Status.COMPLETE),
        argumentSet("blank lines after", "# EOF\n\n \n", PageResult.Status.COMPLETE),
        argumentSet("cut", "up 1\n# EO", PageResult.Status.TRUNCATED),
        argumentSet("empty", "", PageResult.Status.TRUNCATED),
        argumentSet("longer comment", "# EOFs\n", PageResult.Status.TRUNCATED),
        argumentSet("sample after", "# EOF\nup 1\n", PageResult.Status.DATA_AFTER_EOF),
        argumentSet("cut line after", "# EOF\nother", PageResult.Status.DATA_AFTER_EOF),
        argumentSet("comment after", "# EOF\n# EOF\n", PageResult.Status.DATA_AFTER_EOF));
  }

  @ParameterizedTest
  @MethodSource("openMetricsPages")
  void seesTheEndOfOpenMetrics(String page, PageResult.Status expected) {
    TestingVisitor visitor = new TestingVisitor();
    assertThat(parse(page, ExpositionFormat.OPENMETRICS, visitor).status()).isEqualTo(expected);
    assertThat(parse(page, ExpositionFormat.TEXT, visitor).status())
        .isEqualTo(PageResult.Status.COMPLETE);
  }

  @Test
  void readsSecondsAndExemplarsOfOpenMetrics() {
    TestingVisitor visitor = new TestingVisitor();
    String page =
        """
        m_total{a="b"} 17.0 1520879607.789 # {trace_id="oHg5S#YRHA0"} 9.8 1520879607.7
        m_total 18 # {} 1
        m_created 1520430000.123
        # EOF
        """;
    parse(page, ExpositionFormat.OPENMETRICS, visitor);
    assertThat(visitor.malformed).isEmpty();
    assertThat(visitor.samples)
        .containsExactly("m_total{a=b;} 17.0 @1520879607789", "m_total{} 18.0");
  }

  @Test
  void stopsAtTheLimitOfThePage() {
    TestingVisitor visitor = new TestingVisitor();
    ExpositionParser parser = parser(visitor, new ExpositionLimits(100, 50));
    byte[] line = "up 1\n".getBytes(StandardCharsets.UTF_8);
    int fed = 0;
    while (parser.feed(line)) {
      fed++;
    }
    assertThat(fed).isEqualTo(20);
    assertThat(parser.finish().status()).isEqualTo(PageResult.Status.TOO_LARGE);
    assertThat(visitor.samples).hasSize(20);
  }

  @Test
  void limitsLinesOfWantedMetricsAndNoOthers() {
    String label = "{a=\"" + "x".repeat(60) + "\"} 1\n";
    String page = "other" + label + "# " + label + "up" + label + "up 2\n";
    for (int cut = 1; cut < page.length(); cut++) {
      TestingVisitor visitor = new TestingVisitor();
      ExpositionParser parser = parser(visitor, new ExpositionLimits(10_000, 50));
      byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
      parser.feed(bytes, 0, cut);
      parser.feed(bytes, cut, bytes.length);
      assertThat(visitor.malformed).as("cut at %s", cut).containsExactly("3:TOO_LONG");
      assertThat(visitor.samples).containsExactly("up{} 2.0");
    }
  }

  @Test
  void namesTheFormatOfAContentType() {
    assertThat(ExpositionFormat.of(" Application/OpenMetrics-Text; version=1.0.0; charset=utf-8"))
        .isEqualTo(ExpositionFormat.OPENMETRICS);
    assertThat(ExpositionFormat.of("text/plain; version=0.0.4")).isEqualTo(ExpositionFormat.TEXT);
    assertThat(ExpositionFormat.of(null)).isEqualTo(ExpositionFormat.TEXT);
  }

  private static PageResult parse(String page, ExpositionFormat format, TestingVisitor visitor) {
    ExpositionParser parser = parser(visitor, ExpositionLimits.DEFAULT).reset(format);
    parser.feed(page.getBytes(StandardCharsets.UTF_8));
    return parser.finish();
  }

  private static ExpositionParser parser(TestingVisitor visitor, ExpositionLimits limits) {
    return new ExpositionParser(WANTED, visitor, limits);
  }
}
