package dev.flyball.minicluster.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The continue token of a chunked list: the version that the list shows and the key after which to
 * go on.
 */
record Continue(long resourceVersion, String after) {
  String token() {
    String plain = resourceVersion + "\n" + after;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  static Continue parse(String token) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      int at = plain.indexOf('\n');
      return new Continue(Long.parseLong(plain.substring(0, at)), plain.substring(at + 1));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw ApiException.badRequest("continue key is not valid");
    }
  }
}
