package dev.flyball.metrics.exposition;

import java.util.ArrayList;
import java.util.List;

/** Writes down every sample and every malformed line. */
final class TestingVisitor implements SampleVisitor {
  final List<String> samples = new ArrayList<>();
  final List<String> malformed = new ArrayList<>();

  @Override
  public void sample(Sample sample) {
    StringBuilder text = new StringBuilder(sample.name()).append('{');
    for (int i = 0; i < sample.labelCount(); i++) {
      text.append(sample.labelName(i)).append('=').append(sample.labelValue(i)).append(';');
    }
    text.append("} ").append(sample.value());
    if (sample.hasTimestamp()) {
      text.append(" @").append(sample.timestampMillis());
    }
    samples.add(text.toString());
  }

  @Override
  public void malformed(long line, MalformedLine reason) {
    malformed.add(line + ":" + reason);
  }
}
