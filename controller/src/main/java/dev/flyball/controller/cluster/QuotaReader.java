package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.QuotaInfo.Scope;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaSpec;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Trims ResourceQuotas. */
final class QuotaReader {
  private QuotaReader() {}

  /** The status alone counts, as at admission: until it is filled in, nothing is refused. */
  static QuotaInfo read(ResourceQuota quota) {
    ResourceQuotaStatus status = quota.getStatus();
    return new QuotaInfo(
        quota.getMetadata().getNamespace(),
        quota.getMetadata().getName(),
        status == null ? Map.of() : PodAmounts.milli(status.getHard()),
        status == null ? Map.of() : PodAmounts.milli(status.getUsed()),
        scopes(quota.getSpec()));
  }

  private static List<Scope> scopes(@Nullable ResourceQuotaSpec spec) {
    List<Scope> scopes = new ArrayList<>();
    if (spec == null) {
      return scopes;
    }
    spec.getScopes().forEach(name -> scopes.add(new Scope(name, "Exists", List.of())));
    if (spec.getScopeSelector() != null) {
      for (var term : spec.getScopeSelector().getMatchExpressions()) {
        scopes.add(
            new Scope(
                term.getScopeName(),
                term.getOperator(),
                Objects.requireNonNullElse(term.getValues(), List.of())));
      }
    }
    return scopes;
  }
}
