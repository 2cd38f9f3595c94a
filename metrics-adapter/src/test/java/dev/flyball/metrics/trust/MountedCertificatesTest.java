package dev.flyball.metrics.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountedCertificatesTest {
  @TempDir Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final TestingClock clock = new TestingClock();
  private final TestingAuthority authority = new TestingAuthority("mounted", clock.instant());
  private final Queue<ServingCertificate> served = new ConcurrentLinkedQueue<>();
  private final Queue<String> trusted = new ConcurrentLinkedQueue<>();
  private MountedCertificates mounted;

  @AfterEach
  void stop() {
    TestingApi.await(vertx.close());
  }

  private MountedCertificates mounted() {
    if (mounted == null) {
      mounted =
          new MountedCertificates(
              vertx,
              folder,
              new CertificateReceiver() {
                @Override
                public Future<Void> trust(String authorities) {
                  trusted.add(authorities);
                  return Future.succeededFuture();
                }

                @Override
                public Future<Void> serve(ServingCertificate certificate) {
                  served.add(certificate);
                  return Future.succeededFuture();
                }
              });
    }
    return mounted;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private ServingCertificate write() throws IOException {
    ServingCertificate certificate = authority.server(clock.instant());
    write("tls.crt", Pem.text(certificate.chain()));
    write("tls.key", Pem.text(certificate.key()));
    return certificate;
  }

  @Test
  void aChangedCertificateIsServed() throws IOException {
    ServingCertificate first = write();
    TestingApi.await(mounted().check());
    TestingApi.await(mounted().check());
    assertThat(served).containsExactly(first);
    assertThat(trusted).as("whoever mounts it tells the callers").isEmpty();

    ServingCertificate second = write();
    TestingApi.await(mounted().check());
    assertThat(served).containsExactly(first, second);
  }

  @Test
  void whomToTrustIsToldWhereItIsThere() throws IOException {
    write();
    write("ca.crt", Pem.text(List.of(authority.certificate())));
    TestingApi.await(mounted().check());
    assertThat(trusted).containsExactly(Pem.text(List.of(authority.certificate())));
  }

  @Test
  void aHalfWrittenPairIsNotServedAndTheWholeOneIs() throws IOException {
    ServingCertificate first = write();
    TestingApi.await(mounted().check());
    ServingCertificate second = authority.server(clock.instant());
    write("tls.crt", Pem.text(second.chain()));
    assertThatThrownBy(() -> TestingApi.await(mounted().check()))
        .hasMessageContaining("tls.crt and tls.key in " + folder)
        .hasMessageContaining("does not belong to the certificate of CN=localhost");
    write("tls.key", Pem.text(second.key()));
    TestingApi.await(mounted().check());
    assertThat(served).containsExactly(first, second);
  }

  @Test
  void filesThatAreNotThereAreNamed() {
    assertThatThrownBy(() -> TestingApi.await(mounted().start()))
        .hasMessageContaining(folder.resolve("tls.crt") + " cannot be read; mount a Secret");
  }
}
