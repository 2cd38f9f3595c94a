package dev.flyball.minicluster.real;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of one control plane, made as it starts and valid for a day. */
public final class CertificateAuthority {
  private static final Duration VALID = Duration.ofDays(1);
  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final String SIGNATURE = "SHA256withECDSA";

  private static final GeneralNames LOOPBACK =
      new GeneralNames(
          new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1")
          });

  private final AtomicLong serial = new AtomicLong(1);
  private final KeyPair keys = KeyForm.EC_PKCS8.generate();
  private final X500Name name;
  private final X509CertificateHolder certificate;

  /**
   * A certificate with its key.
   *
   * @param certificatePem the certificate alone
   * @param keys its keys
   * @param form how the private key is written
   */
  public record Issued(String certificatePem, KeyPair keys, KeyForm form) {
    /** The private key as PEM. */
    public String keyPem() {
      return form.pem(keys);
    }
  }

  /** What a certificate is for. */
  public enum Purpose {
    /** A server on this machine's loopback addresses; {@code localhost} and {@code 127.0.0.1}. */
    SERVER,
    /** A client. */
    CLIENT
  }

  /** An authority of this common name. */
  public CertificateAuthority(String commonName) {
    this.name = new X500Name("CN=" + commonName);
    this.certificate = sign(name, keys, true, List.of());
  }

  /** The certificate of the authority as PEM. */
  public String certificatePem() {
    return pem(certificate);
  }

  /**
   * Issues a certificate.
   *
   * @param subject a distinguished name, for example {@code O=system:masters,CN=admin}
   */
  public Issued issue(String subject, Purpose purpose, KeyForm form) {
    KeyPair leaf = form.generate();
    List<ExtensionOf> extensions =
        switch (purpose) {
          case SERVER ->
              List.of(
                  usage(KeyPurposeId.id_kp_serverAuth),
                  new ExtensionOf(Extension.subjectAlternativeName, LOOPBACK));
          case CLIENT -> List.of(usage(KeyPurposeId.id_kp_clientAuth));
        };
    return new Issued(pem(sign(new X500Name(subject), leaf, false, extensions)), leaf, form);
  }

  private record ExtensionOf(ASN1ObjectIdentifier type, ASN1Encodable value) {}

  private static ExtensionOf usage(KeyPurposeId purpose) {
    return new ExtensionOf(Extension.extendedKeyUsage, new ExtendedKeyUsage(purpose));
  }

  private X509CertificateHolder sign(
      X500Name subject, KeyPair of, boolean authority, List<ExtensionOf> extensions) {
    Instant now = Instant.now();
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(serial.getAndIncrement()),
              Date.from(now.minus(SKEW)),
              Date.from(now.plus(VALID)),
              subject,
              of.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      int use = authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature;
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(use));
      for (ExtensionOf extension : extensions) {
        builder.addExtension(extension.type(), false, extension.value());
      }
      ContentSigner signer = new JcaContentSignerBuilder(SIGNATURE).build(keys.getPrivate());
      return builder.build(signer);
    } catch (IOException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(X509CertificateHolder certificate) {
    try {
      return KeyForm.pem("CERTIFICATE", certificate.getEncoded());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
