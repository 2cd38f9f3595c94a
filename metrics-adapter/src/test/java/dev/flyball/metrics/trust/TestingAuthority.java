package dev.flyball.metrics.trust;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
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
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that certifies whatever a test asks for. */
final class TestingAuthority {
  /** A certificate, those between it and the authority, and its key. */
  record Identity(List<X509Certificate> chain, PrivateKey key) {
    Identity {
      chain = List.copyOf(chain);
    }

    ServingCertificate serving() {
      return new ServingCertificate(chain, key);
    }
  }

  /** What is certified. */
  record Request(String subject, Instant begin, Instant end, List<KeyPurposeId> purposes) {
    Request {
      purposes = List.copyOf(purposes);
    }

    /** A client's certificate for a day from some moment on. */
    static Request client(String subject, Instant now) {
      return new Request(
          subject,
          now.minus(Duration.ofHours(1)),
          now.plus(Duration.ofDays(1)),
          List.of(KeyPurposeId.id_kp_clientAuth));
    }

    Request from(Instant newBegin, Instant newEnd) {
      return new Request(subject, newBegin, newEnd, purposes);
    }

    Request forPurposes(KeyPurposeId... newPurposes) {
      return new Request(subject, begin, end, List.of(newPurposes));
    }
  }

  private final X509Certificate certificate;
  private final KeyPair keys;
  private final List<X509Certificate> above;

  /** An authority on its own, valid for a year from an hour before now. */
  TestingAuthority(String name, Instant now) {
    this(name, now, null);
  }

  /** An authority below another one. */
  TestingAuthority(String name, Instant now, TestingAuthority parent) {
    this.keys = keys();
    Request request =
        new Request(
            "CN=" + name,
            now.minus(Duration.ofHours(1)),
            now.plus(Duration.ofDays(365)),
            List.of());
    TestingAuthority signer = parent == null ? this : parent;
    String issuer = parent == null ? "CN=" + name : parent.name();
    this.certificate = sign(issuer, signer.keys, request, keys, true);
    this.above = parent == null ? List.of() : List.of(certificate);
  }

  /** One that has no right to certify anybody and does so. */
  TestingAuthority(Identity leaf) {
    this.certificate = leaf.chain().getFirst();
    this.keys = new KeyPair(certificate.getPublicKey(), leaf.key());
    this.above = leaf.chain();
  }

  private String name() {
    return certificate.getSubjectX500Principal().getName();
  }

  X509Certificate certificate() {
    return certificate;
  }

  Identity issue(Request request) {
    KeyPair subject = keys();
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(sign(name(), keys, request, subject, false));
    chain.addAll(above);
    return new Identity(chain, subject.getPrivate());
  }

  /** A certificate for a server on loopback. */
  ServingCertificate server(Instant now) {
    return issue(Request.client("CN=localhost", now).forPurposes(KeyPurposeId.id_kp_serverAuth))
        .serving();
  }

  private static X509Certificate sign(
      String issuer, KeyPair signer, Request request, KeyPair subject, boolean authority) {
    try {
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              new X500Name(issuer),
              new BigInteger(100, new SecureRandom()),
              Date.from(request.begin()),
              Date.from(request.end()),
              new X500Name(request.subject()),
              SubjectPublicKeyInfo.getInstance(subject.getPublic().getEncoded()));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!request.purposes().isEmpty()) {
        builder.addExtension(
            Extension.extendedKeyUsage,
            true,
            new ExtendedKeyUsage(request.purposes().toArray(KeyPurposeId[]::new)));
      }
      if (!authority) {
        GeneralName[] names = {
          new GeneralName(GeneralName.dNSName, "localhost"),
          new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        };
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      }
      byte[] encoded =
          builder
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
              .getEncoded();
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
