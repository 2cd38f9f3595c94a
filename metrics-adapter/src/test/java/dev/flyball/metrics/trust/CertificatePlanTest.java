package dev.flyball.metrics.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CertificatePlanTest {
  private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
  private static final ServerNames NAMES = ServerNames.ofService("flyball", "imprun");
  private static final CertificateMaker MAKER = new CertificateMaker(CertificateLifetimes.DEFAULT);
  private static final StoredCertificates GOOD = MAKER.authority(NAMES, List.of(), START);
  private static final StoredCertificates OTHER = MAKER.authority(NAMES, List.of(), START);
  private static final Class<?> REUSE = CertificateStep.Reuse.class;
  private static final Class<?> SERVING = CertificateStep.RenewServing.class;
  private static final Class<?> AUTHORITY = CertificateStep.RenewAuthority.class;

  /**
   * One look at a vault.
   *
   * @param after since the certificates were made
   * @param says part of the reason
   */
  record Row(
      StoredCertificates stored, ServerNames names, Duration after, Class<?> step, String says) {}

  static Stream<Arguments> rows() {
    ServerNames more =
        new ServerNames(List.of("flyball.imprun.svc", "metrics.example.com"), List.of());
    return Stream.of(
        row("nothing", null, Duration.ZERO, AUTHORITY, "there is none yet"),
        row("new", GOOD, Duration.ZERO, REUSE, ""),
        row("before two thirds of its life", GOOD, Duration.ofDays(59), REUSE, ""),
        row("after two thirds of its life", GOOD, Duration.ofDays(60), SERVING, "serving certific"),
        row(
            "expired long since",
            GOOD,
            Duration.ofDays(400),
            SERVING,
            "serving certificate's life"),
        row("authority is old", GOOD, Duration.ofDays(2434), AUTHORITY, "authority's life"),
        row("clock before its time", GOOD, Duration.ofDays(-1), AUTHORITY, "authority's life"),
        row("another's certificate", swapped(), Duration.ZERO, SERVING, "not by the authority"),
        row(
            "another's key",
            with(GOOD.certificate(), OTHER.key()),
            Duration.ZERO,
            SERVING,
            "belong"),
        row("no certificate", with("", GOOD.key()), Duration.ZERO, SERVING, "no certificate"),
        row("no key", with(GOOD.certificate(), "x"), Duration.ZERO, SERVING, "no private key"),
        row("no authority", authority("", GOOD.authorityKey()), Duration.ZERO, AUTHORITY, "ca.crt"),
        row(
            "another authority's key",
            authority(GOOD.authorities(), OTHER.authorityKey()),
            Duration.ZERO,
            AUTHORITY,
            "does not belong"),
        argumentSet(
            "fewer names", new Row(GOOD, more, Duration.ZERO, SERVING, "metrics.example.com")));
  }

  private static Arguments row(
      String name, StoredCertificates stored, Duration after, Class<?> step, String says) {
    return argumentSet(name, new Row(stored, NAMES, after, step, says));
  }

  private static StoredCertificates swapped() {
    return with(OTHER.certificate(), OTHER.key());
  }

  private static StoredCertificates with(String certificate, String key) {
    return new StoredCertificates(GOOD.authorities(), GOOD.authorityKey(), certificate, key);
  }

  private static StoredCertificates authority(String authorities, String key) {
    return new StoredCertificates(authorities, key, GOOD.certificate(), GOOD.key());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void decidesWhatIsDue(Row row) {
    CertificateStep step =
        CertificatePlan.decide(row.stored(), row.names(), START.plus(row.after()));
    assertThat(step).isInstanceOf(row.step());
    assertThat(step.toString()).contains(row.says());
  }

  @Test
  void makesWhatKubernetesAsksFor() throws Exception {
    ServingCertificate serving = GOOD.serving();
    assertThat(serving.key().getAlgorithm()).isEqualTo("EC");
    assertThat(serving.leaf().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(serving.leaf().getBasicConstraints()).as("no authority").isEqualTo(-1);
    assertThat(serving.leaf().getSubjectAlternativeNames())
        .extracting(name -> (Object) name.getLast())
        .containsExactlyInAnyOrder(
            "flyball.imprun.svc",
            "flyball.imprun.svc.cluster.local",
            "flyball.imprun",
            "localhost",
            "127.0.0.1");
    assertThat(GOOD.trusted()).hasSize(1);
    assertThat(GOOD.trusted().getFirst().getBasicConstraints()).isNotNegative();
    assertThat(GOOD.trusted().getFirst().getNotAfter().toInstant())
        .isEqualTo(START.plus(Duration.ofDays(3650)));
    assertThat(GOOD.key()).startsWith("-----BEGIN PRIVATE KEY-----\n").endsWith("-----\n");
  }

  @Test
  void saysNothingOfKeys() {
    assertThat(GOOD.toString()).isEqualTo("StoredCertificates");
    assertThat(GOOD.serving().toString()).contains("CN=flyball.imprun.svc").doesNotContain("key");
  }
}
