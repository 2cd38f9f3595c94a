package dev.flyball.metrics.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.crypto.spec.PBEParameterSpec;
import javax.net.ssl.KeyManagerFactory;

/**
 * What a server shows to those who connect.
 *
 * @param chain its certificate first, then those who vouch for it
 * @param key the private key of the first
 */
public record ServingCertificate(List<X509Certificate> chain, PrivateKey key) {
  /**
   * A certificate and its key.
   *
   * @throws IllegalArgumentException where there is no certificate or the key is another's
   */
  public ServingCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a serving certificate has a certificate");
    }
    if (!belongs(chain.getFirst(), key)) {
      throw new IllegalArgumentException(
          "the private key does not belong to the certificate of "
              + chain.getFirst().getSubjectX500Principal());
    }
  }

  /**
   * Reads the two files of a TLS secret.
   *
   * @throws IllegalArgumentException where one cannot be read or they do not belong together
   */
  public static ServingCertificate ofPem(String certificates, String key) {
    return new ServingCertificate(Pem.certificates(certificates), Pem.privateKey(key));
  }

  /** The server's own certificate. */
  public X509Certificate leaf() {
    return chain.getFirst();
  }

  private static boolean belongs(X509Certificate certificate, PrivateKey key) {
    byte[] probe = {1, 2, 3, 4};
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  KeyManagerFactory keyManagers() {
    char[] none = new char[0];
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, none);
      // The store is never written down: ten thousand rounds with no password protect nothing.
      KeyStore.PasswordProtection once =
          new KeyStore.PasswordProtection(
              none, "PBEWithHmacSHA256AndAES_256", new PBEParameterSpec(new byte[8], 1));
      store.setEntry(
          "serving",
          new KeyStore.PrivateKeyEntry(key, chain.toArray(X509Certificate[]::new)),
          once);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, none);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("the serving certificate cannot be used", e);
    }
  }

  @Override
  public String toString() {
    return "ServingCertificate["
        + leaf().getSubjectX500Principal()
        + " until "
        + leaf().getNotAfter().toInstant()
        + "]";
  }
}
