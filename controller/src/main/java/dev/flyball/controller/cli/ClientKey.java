package dev.flyball.controller.cli;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The private key of a kubeconfig, with the algorithm that the Kubernetes client wants to be told.
 *
 * <p>That client takes every key for RSA whose PEM label does not say EC, and {@code BEGIN PRIVATE
 * KEY} (PKCS#8, as openssl 3 and kubeadm's kin write it) says nothing: the algorithm stands inside.
 * It also reads the first block of the file, which openssl 1 makes one of parameters.
 *
 * @param algorithm {@code RSA} or {@code EC}
 * @param pem the block of the key alone
 */
record ClientKey(String algorithm, String pem) {
  static final String RSA = "RSA";
  static final String EC = "EC";

  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----",
          Pattern.DOTALL);

  /**
   * Finds the key in a PEM text.
   *
   * @throws InvalidClientKeyException with what is wrong and what would be right, if there is none
   *     that the Kubernetes client can use
   */
  static ClientKey find(String text) throws InvalidClientKeyException {
    Matcher block = BLOCK.matcher(text);
    if (!block.find()) {
      throw new InvalidClientKeyException("has no PEM block of a private key");
    }
    if (block.group().contains("ENCRYPTED")) {
      throw new InvalidClientKeyException(
          "is encrypted; write it without a passphrase: openssl pkey -in KEY -out PLAIN_KEY");
    }
    return switch (block.group(1)) {
      case "RSA " -> new ClientKey(RSA, block.group());
      case "EC " -> new ClientKey(EC, block.group());
      case "" -> new ClientKey(algorithmInside(block.group(2)), block.group());
      default ->
          throw new InvalidClientKeyException(
              "is of type " + block.group(1).strip() + "; only RSA and EC keys can be used");
    };
  }

  private static String algorithmInside(String base64) throws InvalidClientKeyException {
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new InvalidClientKeyException("is not in base64: " + e.getMessage());
    }
    if (isKey(EC, der)) {
      return EC;
    }
    if (isKey(RSA, der)) {
      return RSA;
    }
    throw new InvalidClientKeyException("is neither an RSA nor an EC key");
  }

  private static boolean isKey(String algorithm, byte[] der) {
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der))
          != null;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Never shows the key. */
  @Override
  public String toString() {
    return algorithm + " key";
  }

  /** A client key that cannot be used; the message goes on from "the client key ...". */
  static final class InvalidClientKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidClientKeyException(String message) {
      super(message);
    }
  }
}
