package dev.flyball.metrics.api.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Decodes the escapes of URLs. */
final class PercentText {
  private PercentText() {}

  /** The text without its escapes; null where one is malformed. */
  static @Nullable String decode(String text, boolean plusIsSpace) {
    if (text.indexOf('%') < 0) {
      return plusIsSpace ? text.replace('+', ' ') : text;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    byte[] decoded = new byte[encoded.length];
    int length = 0;
    for (int i = 0; i < encoded.length; i++) {
      int value = encoded[i];
      if (value == '%') {
        value = i + 2 < encoded.length ? hex(encoded[i + 1], encoded[i + 2]) : -1;
        if (value < 0) {
          return null;
        }
        i += 2;
      } else if (value == '+' && plusIsSpace) {
        value = ' ';
      }
      decoded[length++] = (byte) value;
    }
    return new String(decoded, 0, length, StandardCharsets.UTF_8);
  }

  /** Negative where one of them is no digit. */
  private static int hex(byte high, byte low) {
    int first = Character.digit(high, 16);
    int second = Character.digit(low, 16);
    return first < 0 || second < 0 ? -1 : (first << 4) | second;
  }
}
