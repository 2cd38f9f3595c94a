package dev.flyball.metrics.api.wire;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.LabelSelectorText;
import dev.flyball.core.policy.LabelSelectorText.Result;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.CustomValue.DescribedObject;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.GroupResource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the tests of the writers write. */
final class Values {
  static final long AT = Instant.parse("2024-02-29T23:59:58.999Z").toEpochMilli();
  static final ExternalValue WEB =
      new ExternalValue(Map.of("workload", "web", "kind", "Deployment"), 123_456, AT, 15_000);
  static final ExternalValue ODD = new ExternalValue(Map.of("path", "/\"ü\"\n"), 2_000_000, AT, 0);
  static final CustomValue POD =
      new CustomValue(new DescribedObject("v1", "Pod", "shop", "web-1"), 1_500, AT, 60_400);
  static final CustomValue NODE =
      new CustomValue(new DescribedObject("v1", "Node", "", "n1"), 0, AT, 0);

  private Values() {}

  static CustomQuery query(String series) {
    return new CustomQuery(GroupResource.PODS, "shop", "*", "rps", selector(""), selector(series));
  }

  static LabelSelector selector(String text) {
    return ((Result.Parsed) LabelSelectorText.parse(text)).selector();
  }

  static List<ExternalValue> many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new ExternalValue(Map.of("workload", "w" + i), i * 1_001L, AT, 5_000))
        .toList();
  }
}
