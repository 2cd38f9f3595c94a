package dev.flyball.controller.capacity;

import dev.flyball.controller.cluster.PodShape;
import dev.flyball.controller.cluster.QuotaInfo;
import dev.flyball.controller.cluster.QuotaInfo.Scope;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The room that the ResourceQuotas of a namespace leave. */
public final class QuotaRoom {
  private static final long ONE_POD = 1_000;
  private static final String REQUESTS = "requests.";
  private static final String LIMITS = "limits.";

  private QuotaRoom() {}

  /**
   * The room for more pods of a shape; null where no quota says anything of them. A quota of which
   * it cannot be told whether it counts these pods says nothing.
   *
   * @param quotas those of the namespace, in any order
   */
  public static @Nullable Room of(PodShape shape, Collection<QuotaInfo> quotas) {
    Room least = null;
    List<QuotaInfo> byName = quotas.stream().sorted(Comparator.comparing(QuotaInfo::name)).toList();
    for (QuotaInfo quota : byName) {
      if (quota.scopes().stream().allMatch(scope -> applies(scope, shape))) {
        Room room = under(quota, shape);
        least = room != null && (least == null || room.more() < least.more()) ? room : least;
      }
    }
    return least;
  }

  private static @Nullable Room under(QuotaInfo quota, PodShape shape) {
    Room least = null;
    for (var hard : new TreeMap<>(quota.hard()).entrySet()) {
      String resource = hard.getKey();
      long need = need(resource, shape);
      if (need <= 0) {
        continue;
      }
      long left = Math.max(0, hard.getValue() - quota.used().getOrDefault(resource, 0L));
      int more = (int) Math.min(Integer.MAX_VALUE, left / need);
      if (least == null || more < least.more()) {
        least = new Room(more, shortage(quota, resource, left - more * need, need));
      }
    }
    return least;
  }

  private static String shortage(QuotaInfo quota, String resource, long left, long need) {
    return "quota "
        + quota.name()
        + " "
        + resource
        + " "
        + AmountText.of(resource, left)
        + " left of "
        + AmountText.of(resource, need)
        + " needed, "
        + AmountText.of(resource, quota.hard().getOrDefault(resource, 0L))
        + " in all";
  }

  /** What one pod takes of a resource by the quota's name of it; 0 for nothing. */
  private static long need(String resource, PodShape shape) {
    if (resource.equals("pods") || resource.equals("count/pods")) {
      return ONE_POD;
    }
    if (resource.startsWith(LIMITS)) {
      return shape.limits().getOrDefault(resource.substring(LIMITS.length()), 0L);
    }
    boolean prefixed = resource.startsWith(REQUESTS);
    String plain = prefixed ? resource.substring(REQUESTS.length()) : resource;
    return shape.requests().getOrDefault(plain, 0L);
  }

  private static boolean applies(Scope scope, PodShape shape) {
    return switch (scope.name()) {
      case "Terminating" -> shape.hasDeadline();
      case "NotTerminating" -> !shape.hasDeadline();
      case "BestEffort" -> shape.isBestEffort();
      case "NotBestEffort" -> !shape.isBestEffort();
      case "PriorityClass" -> priority(scope, shape.priorityClass());
      default -> false;
    };
  }

  private static boolean priority(Scope scope, String priorityClass) {
    return switch (scope.operator()) {
      case "In" -> scope.values().contains(priorityClass);
      case "NotIn" -> !scope.values().contains(priorityClass);
      case "Exists" -> !priorityClass.isEmpty();
      case "DoesNotExist" -> priorityClass.isEmpty();
      default -> false;
    };
  }
}
