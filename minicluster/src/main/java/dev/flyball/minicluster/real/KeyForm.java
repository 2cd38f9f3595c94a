package dev.flyball.minicluster.real;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;

/** The ways in which tools write private keys as PEM. */
public enum KeyForm {
  /** {@code openssl genrsa -traditional}. */
  RSA_PKCS1("RSA"),
  /** {@code openssl genrsa}. */
  RSA_PKCS8("RSA"),
  /** k3s, and Go programs in general. */
  EC_SEC1("EC"),
  /** {@code openssl ecparam -genkey}: a block of parameters stands before the key. */
  EC_SEC1_AFTER_PARAMETERS("EC"),
  /** {@code openssl req -newkey ec}, and most that follow PKCS#8. */
  EC_PKCS8("EC");

  private static final int RSA_BITS = 2048;
  private static final int CURVE_BITS = 256;

  private final String algorithm;

  KeyForm(String algorithm) {
    this.algorithm = algorithm;
  }

  /** As Java names it. */
  public String algorithm() {
    return algorithm;
  }

  /** Makes a key of this algorithm. */
  public KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("RSA")) {
        generator.initialize(RSA_BITS);
      } else {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The private key in this form. */
  public String pem(KeyPair keys) {
    try {
      return switch (this) {
        case RSA_PKCS8, EC_PKCS8 -> pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        case RSA_PKCS1 -> pem("RSA PRIVATE KEY", inside(keys).getEncoded());
        case EC_SEC1 -> pem("EC PRIVATE KEY", sec1(keys).getEncoded());
        case EC_SEC1_AFTER_PARAMETERS ->
            pem("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded()) + EC_SEC1.pem(keys);
      };
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ASN1Object inside(KeyPair keys) throws IOException {
    return PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded())
        .parsePrivateKey()
        .toASN1Primitive();
  }

  /** With the curve, which PKCS#8 has outside. */
  private static ASN1Object sec1(KeyPair keys) {
    ECPrivateKey key = (ECPrivateKey) keys.getPrivate();
    return new org.bouncycastle.asn1.sec.ECPrivateKey(
        CURVE_BITS, key.getS(), SECObjectIdentifiers.secp256r1);
  }

  /** A PEM block. */
  public static String pem(String label, byte[] der) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
  }
}
