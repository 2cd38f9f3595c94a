package dev.flyball.controller.scalers;

import dev.flyball.controller.config.PolicyId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names of policies as objects. A name is a DNS subdomain, no two policies of a namespace share
 * one, and it depends on nothing but the policy's own ConfigMap and key, so that it never changes.
 */
final class ScalerNames {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile(LABEL.pattern() + "(\\." + LABEL.pattern() + ")*");

  private static final int LONGEST = 253;
  private static final int HASH_DIGITS = 8;

  private ScalerNames() {}

  /**
   * The name of a policy: that of its ConfigMap where the key has the same, else {@code
   * CONFIGMAP.KEY}. A ConfigMap with a dot in its name would make this ambiguous, and a key may
   * have capitals: both get a suffix that stands for the two.
   */
  static String of(PolicyId id) {
    boolean label = LABEL.matcher(id.configMap()).matches();
    if (label && id.key().equals(id.configMap())) {
      return id.configMap();
    }
    String both = id.configMap() + "." + id.key();
    if (label && both.length() <= LONGEST && SUBDOMAIN.matcher(both).matches()) {
      return both;
    }
    String clean = (id.key().equals(id.configMap()) ? id.key() : both).toLowerCase(Locale.ROOT);
    clean = clean.replaceAll("[^a-z0-9.]+", "-").replaceAll("-*\\.[-.]*", ".");
    clean = clean.substring(0, Math.min(clean.length(), LONGEST - HASH_DIGITS - 2));
    clean = clean.replaceAll("^[-.]+|[-.]+$", "");
    return (clean.isEmpty() ? "policy" : clean) + "-" + hash(id.configMap() + "/" + id.key());
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_DIGITS / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The same for as long as the ConfigMap is the same. */
  static String uid(String ownerUid, PolicyId id) {
    String text = ownerUid.isEmpty() ? id.toString() : ownerUid + "/" + id.key();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
