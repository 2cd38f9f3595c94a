package dev.flyball.metrics.trust;

import dev.flyball.metrics.api.Caller;
import dev.flyball.metrics.trust.AccessReviews.TokenAnswer;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * Says who sends a request: the front proxy for somebody else, a user with a client certificate, or
 * the owner of a token, tried in this order, as API servers do. A certificate that is worth nothing
 * does not spoil a good token.
 *
 * <p>Safe for all threads.
 */
final class Authenticator {
  /** How long a good token is believed without asking again. */
  static final Duration KNOWN_FOR = Duration.ofSeconds(10);

  /** How long a bad token is refused without asking again. */
  static final Duration REFUSED_FOR = Duration.ofSeconds(2);

  private static final String AUTHENTICATED = "system:authenticated";
  private static final String UNAUTHENTICATED = "system:unauthenticated";

  private final AccessReviews reviews;
  private final InstantSource clock;
  private final ReviewCache<String, TokenAnswer> tokens;
  private final byte[] salt = new byte[32];
  private volatile Trusted trusted = new Trusted(AuthenticationConfig.NONE);

  /** One configuration with what has been found out under it. */
  private record Trusted(
      AuthenticationConfig config, ChainVerifier frontProxy, ChainVerifier clients) {
    Trusted(AuthenticationConfig config) {
      this(
          config,
          new ChainVerifier(config.frontProxy().authorities()),
          new ChainVerifier(config.clientAuthorities()));
    }
  }

  /** What came of it: a caller, or why there is none. */
  record Result(@Nullable Caller caller, String reason) {
    static Result of(Caller caller) {
      return new Result(caller, "");
    }

    static Result refused(String reason) {
      return new Result(null, reason);
    }
  }

  Authenticator(
      AccessReviews reviews, InstantSource clock, ReviewCache<String, TokenAnswer> cache) {
    this.reviews = reviews;
    this.clock = clock;
    this.tokens = cache;
    new SecureRandom().nextBytes(salt);
  }

  /** How long an answer about a token counts. */
  static Duration lifetime(TokenAnswer answer) {
    return switch (answer) {
      case TokenAnswer.Known known -> KNOWN_FOR;
      case TokenAnswer.Refused refused -> REFUSED_FOR;
    };
  }

  /** Whom to trust from now on, also on connections that are open. */
  void configure(AuthenticationConfig config) {
    trusted = new Trusted(config);
  }

  /** Who sends a request with this chain, possibly empty, and these headers. Never fails. */
  Future<Result> authenticate(List<Certificate> chain, MultiMap headers) {
    Trusted now = trusted;
    List<String> problems = new ArrayList<>();
    Caller caller = chain.isEmpty() ? null : byCertificate(now, chain, headers, problems);
    if (caller != null) {
      return Future.succeededFuture(Result.of(caller));
    }
    String token = bearer(headers);
    if (token.isEmpty()) {
      return Future.succeededFuture(
          Result.refused(
              problems.isEmpty()
                  ? "neither a client certificate nor a token was shown"
                  : String.join("; ", problems)));
    }
    return byToken(token);
  }

  private @Nullable Caller byCertificate(
      Trusted now, List<Certificate> chain, MultiMap headers, List<String> problems) {
    Instant instant = clock.instant();
    if (now.frontProxy().trustsAnybody()) {
      String problem = frontProxyProblem(now, chain, instant);
      if (problem.isEmpty()) {
        Caller caller = HeaderIdentity.read(now.config().frontProxy(), headers);
        if (caller != null) {
          return withCommonGroup(caller);
        }
        problem = "the front proxy named no user";
      }
      problems.add("as front proxy: " + problem);
    }
    if (now.clients().trustsAnybody()) {
      String problem = now.clients().problem(chain, instant);
      if (problem.isEmpty()) {
        Caller caller = subject((X509Certificate) chain.getFirst());
        if (caller != null) {
          return withCommonGroup(caller);
        }
        problem = "the certificate's subject has no common name";
      }
      problems.add("as user: " + problem);
    }
    if (problems.isEmpty()) {
      problems.add("no client certificates are trusted; the API server has published no authority");
    }
    return null;
  }

  private static String frontProxyProblem(Trusted now, List<Certificate> chain, Instant instant) {
    String problem = now.frontProxy().problem(chain, instant);
    List<String> allowed = now.config().frontProxy().allowedNames();
    if (!problem.isEmpty() || allowed.isEmpty()) {
      return problem;
    }
    String name = commonName((X509Certificate) chain.getFirst());
    return allowed.contains(name) ? "" : "the name " + name + " is not among those allowed";
  }

  private static @Nullable Caller subject(X509Certificate certificate) {
    String name = commonName(certificate);
    return name.isEmpty() ? null : new Caller(name, "", values(certificate, "O"), Map.of());
  }

  private static String commonName(X509Certificate certificate) {
    List<String> names = values(certificate, "CN");
    // Of several the API server takes the last.
    return names.isEmpty() ? "" : names.getLast();
  }

  private static List<String> values(X509Certificate certificate, String attribute) {
    List<String> values = new ArrayList<>();
    try {
      for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        // One part of a name may hold several attributes.
        var found = rdn.toAttributes().get(attribute);
        for (int i = 0; found != null && i < found.size(); i++) {
          values.add(String.valueOf(found.get(i)));
        }
      }
    } catch (NamingException e) {
      return List.of();
    }
    return values;
  }

  private Future<Result> byToken(String token) {
    return tokens
        .get(digest(token), () -> reviews.token(token))
        .map(
            answer ->
                switch (answer) {
                  case TokenAnswer.Known(Caller caller) -> Result.of(withCommonGroup(caller));
                  case TokenAnswer.Refused(String reason) -> Result.refused(reason);
                })
        .otherwise(e -> Result.refused("the token could not be checked: " + e.getMessage()));
  }

  private static String bearer(MultiMap headers) {
    String value = headers.get("Authorization");
    if (value == null) {
      return "";
    }
    String[] parts = value.strip().split(" ", 3);
    return parts.length > 1 && parts[0].equalsIgnoreCase("Bearer") ? parts[1] : "";
  }

  /** Tokens are not kept, not even in memory. */
  private String digest(String token) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(salt);
      return HexFormat.of().formatHex(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** All who are somebody belong to one group; the API server leaves it to its extensions. */
  private static Caller withCommonGroup(Caller caller) {
    if (caller.user().equals("system:anonymous")
        || caller.groups().contains(AUTHENTICATED)
        || caller.groups().contains(UNAUTHENTICATED)) {
      return caller;
    }
    List<String> groups = new ArrayList<>(caller.groups());
    groups.add(AUTHENTICATED);
    return new Caller(caller.user(), caller.uid(), groups, caller.extra());
  }
}
