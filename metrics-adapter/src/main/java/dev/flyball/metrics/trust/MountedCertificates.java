package dev.flyball.metrics.trust;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serving certificates from files that somebody else keeps up to date, such as a mounted Secret.
 * Files are read again once an interval; what cannot be used is logged once and what is served
 * stays.
 *
 * <p>Runs on the context that starts it.
 */
public final class MountedCertificates {
  /** How often the files are read. */
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(MountedCertificates.class);

  private final Vertx vertx;
  private final Path folder;
  private final CertificateReceiver receiver;
  private @Nullable Texts served;
  private String problem = "";

  /** Content of the files. {@code authorities} is empty where nobody has put them there. */
  private record Texts(String certificate, String key, String authorities) {
    @Override
    public String toString() {
      return "Texts";
    }
  }

  /**
   * Certificates that have not been read.
   *
   * @param folder holds {@code tls.crt}, {@code tls.key} and possibly {@code ca.crt}. Without
   *     {@code ca.crt} callers are not told whom to trust: whoever mounts the files has to
   */
  public MountedCertificates(Vertx vertx, Path folder, CertificateReceiver receiver) {
    this.vertx = vertx;
    this.folder = folder;
    this.receiver = receiver;
  }

  /**
   * Reads now and then once an interval.
   *
   * @return the number of the timer that reads, once a certificate is served. Fails where the files
   *     cannot be used
   */
  public Future<Long> start() {
    return check()
        .map(v -> vertx.setPeriodic(INTERVAL.toMillis(), id -> check().onFailure(this::report)));
  }

  private void report(Throwable failure) {
    String what = String.valueOf(failure.getMessage());
    if (!what.equals(problem)) {
      problem = what;
      LOG.atWarn().log("the serving certificate stays as it is: {}", what);
    }
  }

  /** Reads the files and tells the receiver where they have changed. */
  public Future<Void> check() {
    return vertx
        .executeBlocking(this::read)
        .compose(texts -> hand(Objects.requireNonNull(texts, "a read gives texts")));
  }

  private Future<Void> hand(Texts texts) {
    if (texts.equals(served)) {
      return trust(texts.authorities());
    }
    ServingCertificate certificate;
    try {
      certificate = ServingCertificate.ofPem(texts.certificate(), texts.key());
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(
          new IllegalArgumentException(
              "tls.crt and tls.key in " + folder + ": " + e.getMessage(), e));
    }
    return trust(texts.authorities())
        .compose(v -> receiver.serve(certificate))
        .onSuccess(
            v -> {
              served = texts;
              problem = "";
            });
  }

  private Future<Void> trust(String authorities) {
    if (authorities.isEmpty()) {
      return Future.succeededFuture();
    }
    return receiver
        .trust(authorities)
        .recover(
            e -> {
              LOG.atWarn().log("callers could not be told whom to trust: {}", e.toString());
              return Future.succeededFuture();
            });
  }

  private Texts read() {
    Path authorities = folder.resolve("ca.crt");
    return new Texts(
        text(folder.resolve("tls.crt")),
        text(folder.resolve("tls.key")),
        Files.exists(authorities) ? text(authorities) : "");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file + " cannot be read; mount a Secret of type kubernetes.io/tls there", e);
    }
  }
}
