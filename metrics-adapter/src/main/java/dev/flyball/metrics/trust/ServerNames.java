package dev.flyball.metrics.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * The names under which a server is reached and which its certificate has to bear.
 *
 * @param dnsNames DNS names; the first is the certificate's own
 * @param addresses IPv4 addresses
 */
public record ServerNames(List<String> dnsNames, List<String> addresses) {
  private static final int DNS = 2;
  private static final int ADDRESS = 7;

  public ServerNames {
    dnsNames = List.copyOf(dnsNames);
    addresses = List.copyOf(addresses);
    if (dnsNames.isEmpty()) {
      throw new IllegalArgumentException("a server has a name");
    }
  }

  /** The names of a Service in the cluster, and of this machine for those who forward a port. */
  public static ServerNames ofService(String service, String namespace) {
    String name = service + "." + namespace + ".svc";
    return new ServerNames(
        List.of(name, name + ".cluster.local", service + "." + namespace, "localhost"),
        List.of("127.0.0.1"));
  }

  /** Whether a certificate bears all of them. */
  boolean coveredBy(X509Certificate certificate) {
    List<String> dns = new ArrayList<>();
    List<String> ips = new ArrayList<>();
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      for (List<?> name : Objects.requireNonNullElse(names, List.<List<?>>of())) {
        switch ((Integer) name.getFirst()) {
          case DNS -> dns.add((String) name.getLast());
          case ADDRESS -> ips.add((String) name.getLast());
          default -> {
            // Names of other kinds are nobody's who connects.
          }
        }
      }
    } catch (CertificateParsingException e) {
      return false;
    }
    return dns.containsAll(dnsNames) && ips.containsAll(addresses);
  }
}
