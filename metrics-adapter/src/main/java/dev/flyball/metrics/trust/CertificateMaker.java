package dev.flyball.metrics.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates on the curve P-256. */
final class CertificateMaker {
  /** Clocks of those who check may be behind. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final SecureRandom random = new SecureRandom();
  private final CertificateLifetimes lifetimes;

  CertificateMaker(CertificateLifetimes lifetimes) {
    this.lifetimes = lifetimes;
  }

  /**
   * A new authority and a serving certificate by it.
   *
   * @param replaced authorities that stay trusted beside it while they are valid
   */
  StoredCertificates authority(ServerNames names, List<X509Certificate> replaced, Instant now) {
    KeyPair keys = keys();
    // The name tells authorities apart, for those who look a signer up by its name.
    X500Name name = new X500Name("CN=flyball-ca@" + now.getEpochSecond());
    ServingCertificate authority =
        sign(name, keys, new Subject(name, keys.getPublic(), lifetimes.authority(), null), now);
    List<X509Certificate> trusted = new ArrayList<>(List.of(authority.leaf()));
    replaced.stream()
        .filter(old -> old.getNotAfter().toInstant().isAfter(now))
        .limit(2)
        .forEach(trusted::add);
    return serving(trusted, authority, names, now);
  }

  /** A new serving certificate by the same authority. */
  StoredCertificates serving(StoredCertificates stored, ServerNames names, Instant now) {
    List<X509Certificate> trusted =
        stored.trusted().stream().filter(c -> c.getNotAfter().toInstant().isAfter(now)).toList();
    return serving(trusted, stored.authority(), names, now);
  }

  private StoredCertificates serving(
      List<X509Certificate> trusted, ServingCertificate authority, ServerNames names, Instant now) {
    KeyPair keys = keys();
    X500Name issuer = X500Name.getInstance(authority.leaf().getSubjectX500Principal().getEncoded());
    Subject subject =
        new Subject(
            new X500Name("CN=" + names.dnsNames().getFirst()),
            keys.getPublic(),
            lifetimes.serving(),
            names);
    KeyPair signer = new KeyPair(authority.leaf().getPublicKey(), authority.key());
    X509Certificate certificate = certificate(issuer, signer, subject, now);
    return new StoredCertificates(
        Pem.text(trusted),
        Pem.text(authority.key()),
        Pem.text(List.of(certificate)),
        Pem.text(keys.getPrivate()));
  }

  private record Subject(
      X500Name name,
      PublicKey key,
      Duration life,
      @org.jspecify.annotations.Nullable ServerNames server) {}

  private ServingCertificate sign(X500Name name, KeyPair keys, Subject subject, Instant now) {
    return new ServingCertificate(
        List.of(certificate(name, keys, subject, now)), keys.getPrivate());
  }

  private X509Certificate certificate(
      X500Name issuer, KeyPair signer, Subject subject, Instant now) {
    try {
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              issuer,
              new BigInteger(127, random).add(BigInteger.ONE),
              Date.from(now.minus(SKEW)),
              Date.from(now.plus(subject.life())),
              subject.name(),
              SubjectPublicKeyInfo.getInstance(subject.key().getEncoded()));
      JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(subject.key()));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          utils.createAuthorityKeyIdentifier(signer.getPublic()));
      ServerNames server = subject.server();
      if (server == null) {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      } else {
        serverExtensions(builder, server);
      }
      byte[] signed =
          builder
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
              .getEncoded();
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(signed));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("a certificate could not be made", e);
    }
  }

  private static void serverExtensions(X509v3CertificateBuilder builder, ServerNames server)
      throws IOException {
    List<GeneralName> names = new ArrayList<>();
    server.dnsNames().forEach(n -> names.add(new GeneralName(GeneralName.dNSName, n)));
    server.addresses().forEach(a -> names.add(new GeneralName(GeneralName.iPAddress, a)));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(names.toArray(GeneralName[]::new)));
  }

  private KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no curve P-256", e);
    }
  }
}
