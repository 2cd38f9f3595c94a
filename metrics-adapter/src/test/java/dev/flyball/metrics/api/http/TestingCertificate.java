package dev.flyball.metrics.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes a certificate that has signed itself, for as long as a test runs. */
final class TestingCertificate {
  private TestingCertificate() {}

  static PemKeyCertOptions create() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      KeyPair keys = generator.generateKeyPair();
      X500Principal name = new X500Principal("CN=localhost");
      Instant now = Instant.now();
      X509CertificateHolder certificate =
          new JcaX509v3CertificateBuilder(
                  name,
                  BigInteger.ONE,
                  Date.from(now.minus(Duration.ofMinutes(1))),
                  Date.from(now.plus(Duration.ofHours(1))),
                  name,
                  keys.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
      return new PemKeyCertOptions()
          .setKeyValue(pem("PRIVATE KEY", keys.getPrivate().getEncoded()))
          .setCertValue(pem("CERTIFICATE", certificate.getEncoded()));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Buffer pem(String type, byte[] der) {
    String lines = Base64.getMimeEncoder().encodeToString(der);
    return Buffer.buffer(
        "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n");
  }
}
