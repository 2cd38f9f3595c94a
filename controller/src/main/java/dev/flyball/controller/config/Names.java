package dev.flyball.controller.config;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of labels, containers, resources and metrics, by the rules of Kubernetes and Prometheus.
 */
final class Names {
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern DNS_SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern QUALIFIED_PART =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Set<String> CONTAINER_RESOURCES =
      Set.of("cpu", "memory", "ephemeral-storage");
  private static final int LONGEST_PREFIX = 253;

  private Names() {}

  /** The name of a container. */
  static @Nullable String dnsLabel(@Nullable Value value) {
    String text = Scalars.text(value);
    if (value == null || text == null) {
      return null;
    }
    if (!DNS_LABEL.matcher(text).matches()) {
      value.error(
          Quoting.quoted(text) + " is no DNS label",
          "use a-z, 0-9 and -, 63 characters at most, a letter or digit first and last");
      return null;
    }
    return text;
  }

  /** A resource that containers have: a standard one, or one with a domain in front. */
  static @Nullable String containerResource(@Nullable Value value) {
    String text = Scalars.text(value);
    if (value == null || text == null) {
      return null;
    }
    boolean standard = CONTAINER_RESOURCES.contains(text) || text.startsWith("hugepages-");
    if (!isQualified(text) || (!standard && !text.contains("/"))) {
      value.error(Quoting.quoted(text) + " is no resource of containers", "write cpu or memory");
      return null;
    }
    return text;
  }

  /** The name of a series in Prometheus. */
  static @Nullable String metric(@Nullable Value value) {
    String text = Scalars.text(value);
    if (value == null || text == null) {
      return null;
    }
    if (!METRIC.matcher(text).matches()) {
      value.error(
          Quoting.quoted(text) + " is no metric name",
          "use letters, digits, _ and :, no digit first");
      return null;
    }
    return text;
  }

  /** Whether a text is a label's name, with or without a domain in front. */
  static boolean isQualified(String text) {
    int slash = text.indexOf('/');
    String prefix = slash < 0 ? "" : text.substring(0, slash);
    boolean prefixFits =
        slash < 0 || (prefix.length() <= LONGEST_PREFIX && DNS_SUBDOMAIN.matcher(prefix).matches());
    return prefixFits && QUALIFIED_PART.matcher(text.substring(slash + 1)).matches();
  }

  /** Whether a text is a label's value. */
  static boolean isLabelValue(String text) {
    return text.isEmpty() || QUALIFIED_PART.matcher(text).matches();
  }
}
