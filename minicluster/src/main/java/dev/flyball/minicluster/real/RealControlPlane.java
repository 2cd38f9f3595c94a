package dev.flyball.minicluster.real;

import dev.flyball.minicluster.real.ControlPlanePki.CertificateFiles;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A real kube-apiserver with its etcd, and a kube-controller-manager where one is asked for, on
 * loopback with certificates of its own. No nodes, no kubelets: who uses it plays those.
 *
 * <p>Callers are authorized by RBAC; requests to aggregated APIs carry the usual {@code X-Remote-}
 * headers and the certificate of a front proxy.
 */
public final class RealControlPlane implements AutoCloseable {
  /** The common name of the certificate that aggregated APIs see. */
  public static final String FRONT_PROXY = "front-proxy-client";

  private final Path folder;
  private final ControlPlanePki pki;
  private final CertificateFiles serviceAccounts;
  private final int port = freePort();
  private final Deque<RealProcess> processes = new ArrayDeque<>();

  private RealControlPlane(Path folder) {
    this.folder = folder;
    this.pki = new ControlPlanePki(folder);
    this.serviceAccounts = pki.serviceAccountKeys();
  }

  /**
   * Starts one.
   *
   * @param folder where everything is kept; a temporary one
   * @param flags more flags of kube-apiserver
   * @return empty where this machine has no programs for it
   * @throws IllegalStateException where there are none and {@code FLYBALL_REQUIRE} names
   *     kube-apiserver, or where they do not start
   */
  public static Optional<RealControlPlane> start(Path folder, String... flags) {
    return RealPrograms.ofThisMachine()
        .find("kube-apiserver", "etcd")
        .map(
            programs -> {
              RealControlPlane plane = new RealControlPlane(folder);
              try {
                plane.start(programs.get(0), programs.get(1), flags);
                return plane;
              } catch (RuntimeException e) {
                plane.close();
                throw e;
              }
            });
  }

  private void start(Path apiServer, Path etcd, String... flags) {
    int etcdPort = freePort();
    RealProcess store = run(etcdCommand(etcd, etcdPort, freePort()));
    store.awaitReady(() -> listens(etcdPort));
    List<String> command = apiServerCommand(apiServer, etcdPort);
    command.addAll(List.of(flags));
    RealProcess server = run(command);
    server.awaitReady(() -> listens(port));
    try (KubernetesClient client = client()) {
      server.awaitReady(() -> isReady(client));
    }
  }

  private List<String> etcdCommand(Path program, int clientPort, int peerPort) {
    String client = "http://127.0.0.1:" + clientPort;
    String peer = "http://127.0.0.1:" + peerPort;
    return List.of(
        program.toString(),
        "--name=test",
        "--data-dir=" + folder.resolve("etcd"),
        "--unsafe-no-fsync",
        "--log-level=warn",
        "--listen-client-urls=" + client,
        "--advertise-client-urls=" + client,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=test=" + peer);
  }

  private List<String> apiServerCommand(Path program, int etcdPort) {
    CertificateFiles serving = pki.server("kube-apiserver");
    CertificateFiles proxy = pki.frontProxyClient(FRONT_PROXY);
    return new ArrayList<>(
        List.of(
            program.toString(),
            "--etcd-servers=http://127.0.0.1:" + etcdPort,
            "--bind-address=127.0.0.1",
            "--advertise-address=127.0.0.1",
            "--secure-port=" + port,
            "--endpoint-reconciler-type=none",
            "--tls-cert-file=" + serving.certificate(),
            "--tls-private-key-file=" + serving.key(),
            "--client-ca-file=" + pki.clusterFile(),
            "--authorization-mode=RBAC",
            "--service-cluster-ip-range=10.96.0.0/16",
            "--service-account-issuer=https://kubernetes.default.svc",
            "--service-account-key-file=" + serviceAccounts.certificate(),
            "--service-account-signing-key-file=" + serviceAccounts.key(),
            "--requestheader-client-ca-file=" + pki.frontProxyFile(),
            "--requestheader-allowed-names=" + FRONT_PROXY,
            "--requestheader-username-headers=X-Remote-User",
            "--requestheader-group-headers=X-Remote-Group",
            "--requestheader-extra-headers-prefix=X-Remote-Extra-",
            "--proxy-client-cert-file=" + proxy.certificate(),
            "--proxy-client-key-file=" + proxy.key(),
            "--enable-aggregator-routing=false"));
  }

  /**
   * Runs a kube-controller-manager too.
   *
   * @param controllers the controllers to run, for example {@code deployment-controller}
   * @return false where this machine has none
   */
  public boolean startControllerManager(String... controllers) {
    Optional<List<Path>> programs = RealPrograms.ofThisMachine().find("kube-controller-manager");
    if (programs.isEmpty()) {
      return false;
    }
    Path kubeconfig =
        pki.write(
            "kube-controller-manager.kubeconfig",
            kubeconfig("CN=system:kube-controller-manager", KeyForm.EC_PKCS8));
    int ownPort = freePort();
    RealProcess manager =
        run(
            List.of(
                programs.orElseThrow().getFirst().toString(),
                "--kubeconfig=" + kubeconfig,
                "--authentication-kubeconfig=" + kubeconfig,
                "--authorization-kubeconfig=" + kubeconfig,
                "--bind-address=127.0.0.1",
                "--secure-port=" + ownPort,
                "--leader-elect=false",
                "--use-service-account-credentials",
                "--service-account-private-key-file=" + serviceAccounts.key(),
                "--root-ca-file=" + pki.clusterFile(),
                "--controllers=" + String.join(",", controllers)));
    manager.awaitReady(() -> listens(ownPort));
    return true;
  }

  private RealProcess run(List<String> command) {
    RealProcess process = RealProcess.start(folder, command);
    processes.push(process);
    return process;
  }

  /** Where the API server listens. */
  public String url() {
    return "https://127.0.0.1:" + port;
  }

  /** A kubeconfig for one who may do everything. */
  public String adminKubeconfig() {
    return kubeconfig("O=system:masters,CN=admin", KeyForm.EC_PKCS8);
  }

  /** A kubeconfig for the user (CN) and groups (O) of this name. */
  public String kubeconfig(String subject, KeyForm form) {
    return pki.kubeconfig(url(), subject, form);
  }

  /** A client that may do everything; the caller closes it. */
  public KubernetesClient client() {
    String kubeconfig = kubeconfig("O=system:masters,CN=admin", KeyForm.EC_SEC1);
    return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
  }

  /** Signs certificates that the API server and its clients trust. */
  public CertificateAuthority authority() {
    return pki.cluster();
  }

  /** The authority that aggregated APIs have to trust for what the API server forwards. */
  public CertificateAuthority frontProxyAuthority() {
    return pki.frontProxy();
  }

  private static boolean isReady(KubernetesClient client) {
    try {
      return "ok".equals(client.raw("/readyz"));
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** A port that nobody listens on now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends the programs, those that depend on others first. */
  @Override
  public void close() {
    processes.forEach(RealProcess::close);
    processes.clear();
  }
}
