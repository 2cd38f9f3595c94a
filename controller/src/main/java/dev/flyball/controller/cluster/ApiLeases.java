package dev.flyball.controller.cluster;

import dev.flyball.controller.shard.LeaseException;
import dev.flyball.controller.shard.LeaseRecord;
import dev.flyball.controller.shard.LeaseStore;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseList;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Leases of one namespace in the API server. Blocks; safe for several threads. */
public final class ApiLeases implements LeaseStore {
  /** Annotation with the group that a Lease's holder belongs to. */
  public static final String GROUP = "flyball.dev/shards";

  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;
  private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/part-of", "flyball");

  private final KubernetesClient client;
  private final String namespace;
  private final Duration lease;

  /** Leases that last as long as the times say. */
  public ApiLeases(KubernetesClient client, String namespace, LeaseTimes times) {
    this.client = LeaderElection.impatient(client, times);
    this.namespace = namespace;
    this.lease = times.lease();
  }

  private NonNamespaceOperation<Lease, LeaseList, Resource<Lease>> leases() {
    return client.leases().inNamespace(namespace);
  }

  @Override
  public List<LeaseRecord> list() {
    return asked(() -> leases().list().getItems().stream().map(ApiLeases::record).toList());
  }

  @Override
  public LeaseRecord write(LeaseRecord record) {
    Lease wanted = wanted(record);
    return asked(
        () ->
            record(
                record.version().isEmpty()
                    ? leases().resource(wanted).create()
                    : leases()
                        .resource(wanted)
                        .patch(PatchContext.of(PatchType.JSON_MERGE), wanted)));
  }

  /** A merge patch with a resourceVersion is refused where that is not the present one. */
  private Lease wanted(LeaseRecord record) {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(record.name())
        .withResourceVersion(record.version().isEmpty() ? null : record.version())
        .withLabels(LABELS)
        .withAnnotations(Map.of(GROUP, record.group()))
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(record.holder())
        .withLeaseDurationSeconds(Math.toIntExact(lease.toSeconds()))
        .withAcquireTime(now)
        .withRenewTime(now)
        .withLeaseTransitions(0)
        .endSpec()
        .build();
  }

  @Override
  public void delete(LeaseRecord record) {
    asked(() -> leases().resource(wanted(record)).lockResourceVersion(record.version()).delete());
  }

  private static LeaseRecord record(Lease lease) {
    LeaseSpec spec = Objects.requireNonNullElseGet(lease.getSpec(), LeaseSpec::new);
    Map<String, String> annotations =
        Objects.requireNonNullElse(lease.getMetadata().getAnnotations(), Map.of());
    return new LeaseRecord(
        lease.getMetadata().getName(),
        lease.getMetadata().getResourceVersion(),
        text(spec.getHolderIdentity()),
        text(spec.getRenewTime()),
        annotations.getOrDefault(GROUP, ""));
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static <T> T asked(Supplier<T> request) {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      boolean gone = e.getCode() == CONFLICT || e.getCode() == NOT_FOUND;
      throw new LeaseException(String.valueOf(e.getMessage()), gone);
    } catch (RuntimeException e) {
      throw new LeaseException(e.toString(), false);
    }
  }
}
