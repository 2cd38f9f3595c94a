package dev.flyball.minicluster.real;

import dev.flyball.minicluster.real.CertificateAuthority.Issued;
import dev.flyball.minicluster.real.CertificateAuthority.Purpose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;

/** The certificates and keys of a control plane, made in a folder as it starts. */
final class ControlPlanePki {
  private final Path folder;
  private final CertificateAuthority cluster = new CertificateAuthority("test-cluster-ca");
  private final CertificateAuthority frontProxy = new CertificateAuthority("test-front-proxy-ca");

  /**
   * Files of a certificate and its key.
   *
   * @param certificate PEM
   * @param key PEM, PKCS#8
   */
  record CertificateFiles(Path certificate, Path key) {}

  ControlPlanePki(Path folder) {
    this.folder = folder;
    write("ca.crt", cluster.certificatePem());
    write("front-ca.crt", frontProxy.certificatePem());
  }

  /** Signs for clients and servers of the cluster. */
  CertificateAuthority cluster() {
    return cluster;
  }

  /** Signs for the API server where it calls aggregated APIs on behalf of its callers. */
  CertificateAuthority frontProxy() {
    return frontProxy;
  }

  Path clusterFile() {
    return folder.resolve("ca.crt");
  }

  Path frontProxyFile() {
    return folder.resolve("front-ca.crt");
  }

  /** A certificate of a server on loopback. */
  CertificateFiles server(String name) {
    return write(name, cluster.issue("CN=" + name, Purpose.SERVER, KeyForm.EC_PKCS8));
  }

  /** The certificate that the API server shows to aggregated APIs. */
  CertificateFiles frontProxyClient(String name) {
    return write(name, frontProxy.issue("CN=" + name, Purpose.CLIENT, KeyForm.EC_PKCS8));
  }

  /** Keys that sign the tokens of service accounts: the public and the private one. */
  CertificateFiles serviceAccountKeys() {
    KeyPair keys = KeyForm.RSA_PKCS8.generate();
    return new CertificateFiles(
        write("sa.pub", KeyForm.pem("PUBLIC KEY", keys.getPublic().getEncoded())),
        write("sa.key", KeyForm.RSA_PKCS8.pem(keys)));
  }

  /** A kubeconfig with everything in it, for a client certificate of this subject. */
  String kubeconfig(String url, String subject, KeyForm form) {
    Issued client = cluster.issue(subject, Purpose.CLIENT, form);
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: test
          cluster: {server: "%s", certificate-authority-data: %s}
        users:
        - name: test
          user: {client-certificate-data: %s, client-key-data: %s}
        contexts:
        - name: test
          context: {cluster: test, user: test}
        current-context: test
        """
        .formatted(
            url,
            base64(cluster.certificatePem()),
            base64(client.certificatePem()),
            base64(client.keyPem()));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private CertificateFiles write(String name, Issued issued) {
    return new CertificateFiles(
        write(name + ".crt", issued.certificatePem()), write(name + ".key", issued.keyPem()));
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
