package dev.flyball.metrics.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ManagedCertificatesTest {
  private static final ServerNames NAMES = ServerNames.ofService("flyball", "imprun");

  private final TestingClock clock = new TestingClock();
  private final InMemoryCertificateVault vault = new InMemoryCertificateVault();
  private final Receiver receiver = new Receiver();

  /** Writes down in which order it is told. */
  private static final class Receiver implements CertificateReceiver {
    final List<String> told = new ArrayList<>();
    String trusted = "";
    ServingCertificate served;
    Future<Void> answer = Future.succeededFuture();

    @Override
    public Future<Void> trust(String authorities) {
      told.add("trust");
      trusted = authorities;
      return answer;
    }

    @Override
    public Future<Void> serve(ServingCertificate certificate) {
      told.add("serve");
      served = certificate;
      return Future.succeededFuture();
    }

    /** Whether callers who trust what they were told accept what is served. */
    boolean isTrusted(TestingClock clock) {
      return Pem.certificates(trusted).stream()
          .filter(authority -> authority.getNotAfter().toInstant().isAfter(clock.instant()))
          .anyMatch(this::isBy);
    }

    private boolean isBy(X509Certificate authority) {
      try {
        served.leaf().verify(authority.getPublicKey());
        return true;
      } catch (java.security.GeneralSecurityException e) {
        return false;
      }
    }
  }

  private ManagedCertificates replica(CertificateVault shared, Receiver told) {
    return new ManagedCertificates(
        ManagedCertificatesTest::atOnce, shared, NAMES, CertificateLifetimes.DEFAULT, told, clock);
  }

  private static <T> Future<@Nullable T> atOnce(Callable<T> work) {
    try {
      return Future.succeededFuture(work.call());
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  @Test
  void aFirstStartMakesThemAndALaterOneReusesThem() {
    assertThat(replica(vault, receiver).check()).matches(Future::succeeded);
    assertThat(receiver.told).containsExactly("trust", "serve");
    assertThat(receiver.isTrusted(clock)).isTrue();

    Receiver second = new Receiver();
    assertThat(replica(vault, second).check()).matches(Future::succeeded);
    assertThat(second.served).isEqualTo(receiver.served);
    assertThat(second.trusted).isEqualTo(receiver.trusted);
  }

  @Test
  void whatHasNotChangedIsNotServedAgainButCallersAreToldAgain() {
    ManagedCertificates replica = replica(vault, receiver);
    assertThat(replica.check()).matches(Future::succeeded);
    assertThat(replica.check()).matches(Future::succeeded);
    assertThat(receiver.told).containsExactly("trust", "serve", "trust");
  }

  @Test
  void theServingCertificateIsReplacedInTimeUnderTheSameAuthority() {
    ManagedCertificates replica = replica(vault, receiver);
    assertThat(replica.check()).matches(Future::succeeded);
    ServingCertificate first = receiver.served;
    String authority = receiver.trusted;
    clock.advance(Duration.ofDays(59));
    assertThat(replica.check()).matches(Future::succeeded);
    assertThat(receiver.served).isEqualTo(first);
    clock.advance(Duration.ofDays(1));
    assertThat(replica.check()).matches(Future::succeeded);
    assertThat(receiver.served).isNotEqualTo(first);
    assertThat(receiver.trusted).isEqualTo(authority);
    assertThat(receiver.isTrusted(clock)).isTrue();
  }

  @Test
  void aReplicaThatIsBehindIsStillTrustedUnderTheNewAuthority() {
    ManagedCertificates replica = replica(vault, receiver);
    Receiver behind = new Receiver();
    ManagedCertificates other = replica(vault, behind);
    assertThat(replica.check().compose(v -> other.check())).matches(Future::succeeded);
    String old = receiver.trusted;

    clock.advance(Duration.ofDays(2500));
    assertThat(replica.check()).matches(Future::succeeded);
    assertThat(receiver.trusted).as("the old one stays in the bundle").endsWith(old);
    assertThat(Pem.certificates(receiver.trusted)).hasSize(2);
    assertThat(receiver.told).as("trusted before served").endsWith("trust", "serve");
    behind.trusted = receiver.trusted;
    assertThat(behind.isTrusted(clock)).isTrue();

    assertThat(other.check()).matches(Future::succeeded);
    assertThat(behind.served).isEqualTo(receiver.served);

    clock.advance(Duration.ofDays(1200));
    assertThat(replica.check()).matches(Future::succeeded);
    assertThat(Pem.certificates(receiver.trusted)).as("the old one has expired").hasSize(1);
    assertThat(receiver.isTrusted(clock)).isTrue();
  }

  @Test
  void whoIsSecondTakesWhatTheFirstHasMade() {
    Receiver late = new Receiver();
    // Loads before the first has saved, and saves after it.
    CertificateVault slow =
        new CertificateVault() {
          private boolean overtaken;

          @Override
          public Future<Held> load() {
            Future<Held> held = vault.load();
            if (!overtaken) {
              overtaken = true;
              assertThat(replica(vault, receiver).check()).matches(Future::succeeded);
            }
            return held;
          }

          @Override
          public Future<Boolean> save(StoredCertificates certificates, String version) {
            return vault.save(certificates, version);
          }
        };
    assertThat(replica(slow, late).check()).matches(Future::succeeded);
    assertThat(late.served).isEqualTo(receiver.served);
    assertThat(late.trusted).isEqualTo(receiver.trusted);
  }

  @Test
  void aVaultThatNeverTakesAnythingIsAFailureAndNoEndlessLoop() {
    CertificateVault stubborn =
        new CertificateVault() {
          @Override
          public Future<Held> load() {
            return Future.succeededFuture(new Held(null, ""));
          }

          @Override
          public Future<Boolean> save(StoredCertificates certificates, String version) {
            return Future.succeededFuture(false);
          }
        };
    Future<Void> checked = replica(stubborn, receiver).check();
    assertThat(checked.cause()).hasMessageContaining("change faster than they can be read");
    assertThat(receiver.told).isEmpty();
  }

  @Test
  void whoCannotTellCallersServesAllTheSame() {
    receiver.answer = Future.failedFuture("no right to patch apiservices");
    assertThat(replica(vault, receiver).check()).matches(Future::succeeded);
    assertThat(receiver.told).containsExactly("trust", "serve");
  }

  @Test
  void oneCheckIsUnderWayAtATime() {
    Promise<Void> told = Promise.promise();
    receiver.answer = told.future();
    ManagedCertificates replica = replica(vault, receiver);
    Future<Void> first = replica.check();
    assertThat(replica.check()).isSameAs(first);
    told.complete();
    assertThat(first).matches(Future::succeeded);
    assertThat(receiver.told).containsExactly("trust", "serve");
  }
}
