package dev.flyball.metrics.trust;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serving certificates by an authority of one's own, made where there are none, replaced before
 * they expire, and shared with the other replicas through a vault.
 *
 * <p>Checks at start and then once an interval. Runs on the context that starts it, but for what
 * takes a while there: making keys, signing, and reading certificates.
 */
public final class ManagedCertificates {
  /** How often a replica looks whether another one has renewed, and whether it is time. */
  public static final Duration INTERVAL = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(ManagedCertificates.class);

  /** Others who are first make a replica load again; more of them than this do not exist. */
  private static final int ATTEMPTS = 10;

  private final Work work;
  private final CertificateVault vault;
  private final ServerNames names;
  private final CertificateReceiver receiver;
  private final CertificateMaker maker;
  private final InstantSource clock;
  private @Nullable StoredCertificates served;
  private @Nullable Future<Void> checking;

  /** Does what takes a while beside the context, such as {@link Vertx#executeBlocking}. */
  @FunctionalInterface
  public interface Work {
    /** What the work gives, on the context of the caller; fails as the work does. */
    <T> Future<@Nullable T> run(Callable<T> work);
  }

  /** Certificates that have not been looked at. */
  public ManagedCertificates(
      Work work,
      CertificateVault vault,
      ServerNames names,
      CertificateLifetimes lifetimes,
      CertificateReceiver receiver,
      InstantSource clock) {
    this.work = work;
    this.vault = vault;
    this.names = names;
    this.maker = new CertificateMaker(lifetimes);
    this.receiver = receiver;
    this.clock = clock;
  }

  /**
   * Checks now and then once an interval. Later failures are logged and what is served stays.
   *
   * @return the number of the timer that checks, once a certificate is served. Fails where there is
   *     none
   */
  public Future<Long> start(Vertx vertx) {
    return check().map(v -> vertx.setPeriodic(INTERVAL.toMillis(), id -> checkAgain()));
  }

  private void checkAgain() {
    check()
        .onFailure(
            e ->
                LOG.atWarn().log("the serving certificate could not be checked: {}", e.toString()));
  }

  /**
   * Looks at what the vault holds, renews what is due, and tells the receiver of what has changed.
   */
  public Future<Void> check() {
    Future<Void> running = checking;
    if (running != null) {
      return running;
    }
    Future<Void> started = attempt(ATTEMPTS).compose(this::hand);
    if (!started.isComplete()) {
      checking = started;
      started.onComplete(done -> checking = null);
    }
    return started;
  }

  private <T> Future<T> beside(Callable<T> task) {
    return work.run(task).map(done -> Objects.requireNonNull(done, "all of it gives something"));
  }

  private Future<StoredCertificates> attempt(int left) {
    return vault
        .load()
        .compose(
            held ->
                beside(() -> wanted(held.certificates()))
                    .compose(
                        wanted ->
                            wanted.equals(held.certificates())
                                ? Future.succeededFuture(wanted)
                                : save(wanted, held.version(), left)));
  }

  private StoredCertificates wanted(@Nullable StoredCertificates stored) {
    return switch (CertificatePlan.decide(stored, names, clock.instant())) {
      case CertificateStep.Reuse() -> there(stored);
      case CertificateStep.RenewServing(String reason) -> renewServing(there(stored), reason);
      case CertificateStep.RenewAuthority(String reason) -> renewAuthority(stored, reason);
    };
  }

  private static StoredCertificates there(@Nullable StoredCertificates stored) {
    return Objects.requireNonNull(stored, "where nothing is stored, an authority is made");
  }

  private Future<StoredCertificates> save(StoredCertificates wanted, String version, int left) {
    return vault
        .save(wanted, version)
        .compose(
            saved -> {
              if (saved) {
                return Future.succeededFuture(wanted);
              }
              LOG.atInfo().log(
                  "another replica has renewed the certificates first; taking its own");
              return left > 1
                  ? attempt(left - 1)
                  : Future.failedFuture("the certificates change faster than they can be read");
            });
  }

  private StoredCertificates renewServing(StoredCertificates stored, String reason) {
    LOG.atInfo().addKeyValue("reason", reason).log("making a serving certificate");
    return maker.serving(stored, names, clock.instant());
  }

  private StoredCertificates renewAuthority(@Nullable StoredCertificates stored, String reason) {
    LOG.atInfo().addKeyValue("reason", reason).log("making an authority");
    return maker.authority(names, replaced(stored), clock.instant());
  }

  /** Authorities that replicas may still be serving under. */
  private static List<X509Certificate> replaced(@Nullable StoredCertificates stored) {
    try {
      return stored == null ? List.of() : stored.trusted();
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private Future<Void> hand(StoredCertificates certificates) {
    return receiver
        .trust(certificates.authorities())
        .recover(
            e -> {
              LOG.atWarn().log("callers could not be told whom to trust: {}", e.toString());
              return Future.succeededFuture();
            })
        .compose(
            told ->
                certificates.equals(served)
                    ? Future.succeededFuture()
                    : beside(certificates::serving).compose(receiver::serve))
        .onSuccess(v -> served = certificates);
  }
}
