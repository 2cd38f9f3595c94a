package dev.flyball.metrics.api.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A document that is made once and sent often, also compressed. */
final class Document {
  private final String contentType;
  private final byte[] body;
  private final byte[] gzipped;
  private final String hash;

  private Document(String contentType, byte[] body) {
    this.contentType = contentType;
    this.body = body;
    this.gzipped = Gzip.compress(body, body.length);
    this.hash = hash(body);
  }

  static Document of(String contentType, byte[] body) {
    return new Document(contentType, body);
  }

  static Document json(byte[] body) {
    return of("application/json", body);
  }

  private static String hash(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return HexFormat.of().withUpperCase().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  String contentType() {
    return contentType;
  }

  /** The bytes to send to a client that takes gzip, or to one that does not. */
  byte[] bytes(boolean compressed) {
    return compressed ? gzipped : body;
  }

  /** Whether compressing makes it smaller. */
  boolean isWorthCompressing() {
    return gzipped.length < body.length;
  }

  /** Stands for its content. */
  String hash() {
    return hash;
  }

  /** The hash in the form of the ETag header. */
  String etag() {
    return "\"" + hash + "\"";
  }

  /** Whether a client that sends this If-None-Match header has it already. */
  boolean isHeldBy(String ifNoneMatch) {
    for (String tag : MediaRange.split(ifNoneMatch, ',')) {
      if (tag.equals("*") || (tag.startsWith("W/") ? tag.substring(2) : tag).equals(etag())) {
        return true;
      }
    }
    return false;
  }
}
