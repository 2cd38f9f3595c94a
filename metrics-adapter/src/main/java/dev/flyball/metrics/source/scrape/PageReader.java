package dev.flyball.metrics.source.scrape;

import dev.flyball.metrics.exposition.ExpositionFormat;
import dev.flyball.metrics.exposition.ExpositionLimits;
import dev.flyball.metrics.exposition.ExpositionParser;
import dev.flyball.metrics.exposition.LabelMatcher;
import dev.flyball.metrics.exposition.PageResult;
import dev.flyball.metrics.exposition.Sample;
import dev.flyball.metrics.exposition.SampleVisitor;
import dev.flyball.metrics.series.SampleBatch;
import java.util.List;

/** Reads one page at a time into a staged batch for each series of a plan. Reused page by page. */
final class PageReader implements SampleVisitor {
  private final ScrapePlan plan;
  private final ExpositionParser parser;
  private final SampleBatch[] batches;

  PageReader(ScrapePlan plan, ExpositionLimits limits) {
    this.plan = plan;
    parser = new ExpositionParser(plan.wanted(), this, limits);
    batches = new SampleBatch[plan.series().size()];
    for (int i = 0; i < batches.length; i++) {
      batches[i] = new SampleBatch();
    }
  }

  ScrapePlan plan() {
    return plan;
  }

  void start(ExpositionFormat format) {
    parser.reset(format);
    for (SampleBatch batch : batches) {
      batch.clear();
    }
  }

  boolean feed(byte[] bytes, int length) {
    return parser.feed(bytes, 0, length);
  }

  PageResult finish() {
    return parser.finish();
  }

  SampleBatch batch(int series) {
    return batches[series];
  }

  @Override
  public void sample(Sample sample) {
    for (int series : plan.seriesByMetric(sample.metric())) {
      if (matches(plan.series().get(series).matchers(), sample)) {
        add(batches[series], sample);
      }
    }
  }

  private static boolean matches(List<LabelMatcher> matchers, Sample sample) {
    for (int i = 0; i < matchers.size(); i++) {
      if (!matchers.get(i).matches(sample)) {
        return false;
      }
    }
    return true;
  }

  private static void add(SampleBatch batch, Sample sample) {
    if (sample.hasTimestamp()) {
      batch.add(sample.labelsHash(), sample.value(), sample.timestampMillis());
    } else {
      batch.add(sample.labelsHash(), sample.value());
    }
  }
}
