package dev.flyball.metrics.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** Certificates and keys as text, and back. */
final class Pem {
  private Pem() {}

  /**
   * The certificates in a text, in their order; what is not a certificate is skipped.
   *
   * @throws IllegalArgumentException where there is none, or one cannot be read
   */
  static List<X509Certificate> certificates(String text) {
    List<X509Certificate> found = new ArrayList<>();
    try (PemReader reader = new PemReader(new StringReader(text))) {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (PemObject next = reader.readPemObject(); next != null; next = reader.readPemObject()) {
        if (next.getType().endsWith("CERTIFICATE")) {
          found.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(next.getContent())));
        }
      }
    } catch (IOException | CertificateException | RuntimeException e) {
      throw new IllegalArgumentException(
          "certificate " + (found.size() + 1) + " cannot be read: " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no certificate in it; it must hold -----BEGIN CERTIFICATE-----");
    }
    return found;
  }

  /**
   * The private key in a text: PKCS #8, or the older forms of RSA and EC keys.
   *
   * @throws IllegalArgumentException where there is none, or it is encrypted or cannot be read. Its
   *     message has nothing of the key
   */
  static PrivateKey privateKey(String text) {
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (next instanceof PEMKeyPair pair) {
          return privateKey(pair.getPrivateKeyInfo());
        }
        if (next instanceof PrivateKeyInfo info) {
          return privateKey(info);
        }
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new IllegalArgumentException(
          "the private key cannot be read (" + e.getClass().getSimpleName() + ")");
    }
    throw new IllegalArgumentException(
        "there is no private key in it; it must hold an unencrypted -----BEGIN PRIVATE KEY-----");
  }

  private static PrivateKey privateKey(PrivateKeyInfo info)
      throws IOException, GeneralSecurityException {
    String algorithm = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
  }

  static String text(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      try {
        append(text, "CERTIFICATE", certificate.getEncoded());
      } catch (CertificateException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return text.toString();
  }

  static String text(PrivateKey key) {
    StringBuilder text = new StringBuilder();
    append(text, "PRIVATE KEY", key.getEncoded());
    return text.toString();
  }

  private static void append(StringBuilder text, String type, byte[] content) {
    Base64.Encoder encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    text.append("-----BEGIN ").append(type).append("-----\n");
    text.append(encoder.encodeToString(content)).append("\n-----END ").append(type);
    text.append("-----\n");
  }
}
