package dev.flyball.benchmarks.rig;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A closed loop of requests over kept TLS connections: each connection sends the next request once
 * it has the whole answer to the one before. A plain blocking client, so that as little as possible
 * of the machine goes into the load itself.
 */
final class ApiLoad {
  private final int port;
  private final List<byte[]> requests;
  private final SSLContext tls = believingEverybody();

  /**
   * Load on a server of this machine.
   *
   * @param requests what is sent, in random order; each is a whole HTTP/1.1 request without body
   */
  ApiLoad(int port, List<byte[]> requests) {
    this.port = port;
    this.requests = List.copyOf(requests);
  }

  /** The server's certificate is its own, and not what is measured. */
  private static SSLContext believingEverybody() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Believer()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  private static final class Believer implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /**
   * Sends every request once, and counts those that are answered with a value: a list without any
   * is a 200 too, and quickly written.
   */
  int valued() {
    int valued = 0;
    try (SSLSocket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      AnswerReader answers =
          new AnswerReader(new BufferedInputStream(socket.getInputStream(), 16 * 1024));
      for (byte[] request : requests) {
        out.write(request);
        out.flush();
        if (answers.read() == 200 && answers.latestPiece().contains("\"value\":\"")) {
          valued++;
        }
      }
    } catch (IOException e) {
      throw new RigException("the metrics API does not answer: " + e.getMessage());
    }
    return valued;
  }

  private SSLSocket connect() throws IOException {
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** Runs for a time, and gives what came in that time. */
  ApiResult.Load run(String kind, int connections, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      List<Future<Latencies>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        int seed = i;
        running.add(threads.submit(() -> connection(seed, end)));
      }
      Latencies all = new Latencies();
      for (Future<Latencies> one : running) {
        all.add(one.get());
      }
      return all.result(kind, connections, time);
    } catch (ExecutionException e) {
      throw new RigException("a connection to the metrics API broke: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted");
    }
  }

  private Latencies connection(int seed, long end) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Latencies latencies = new Latencies();
    try (SSLSocket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
      AnswerReader answers = new AnswerReader(in);
      long now = System.nanoTime();
      while (now < end) {
        out.write(requests.get(random.nextInt(requests.size())));
        out.flush();
        int status = answers.read();
        long after = System.nanoTime();
        latencies.add(after - now, status == 200);
        now = after;
      }
    }
    return latencies;
  }

  /** Reads answers with a Content-Length, one after the other. */
  private static final class AnswerReader {
    private static final String LENGTH = "content-length:";
    private final InputStream in;
    private final byte[] line = new byte[8 * 1024];
    private final byte[] body = new byte[16 * 1024];
    private int read;

    AnswerReader(InputStream in) {
      this.in = in;
    }

    int read() throws IOException {
      int status = Integer.parseInt(line().substring(9, 12));
      long length = -1;
      for (String header = line(); !header.isEmpty(); header = line()) {
        if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
          length = Long.parseLong(header.substring(LENGTH.length()).strip());
        }
      }
      if (length < 0) {
        throw new IOException("an answer without Content-Length");
      }
      read = 0;
      while (length > 0) {
        int got = in.read(body, 0, (int) Math.min(length, body.length));
        read = got;
        if (got < 0) {
          throw new EOFException("in the middle of an answer");
        }
        length -= got;
      }
      return status;
    }

    /** What was read last of the latest body: all of it, where it came at once. */
    String latestPiece() {
      return new String(body, 0, Math.max(0, read), StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
      int size = 0;
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0 || size == line.length) {
          throw new EOFException("in the middle of the headers");
        }
        if (c != '\r') {
          line[size++] = (byte) c;
        }
      }
      return new String(line, 0, size, StandardCharsets.ISO_8859_1);
    }
  }

  /** How long answers took, in nanoseconds. */
  private static final class Latencies {
    private long[] nanos = new long[1024];
    private int size;
    private long refused;

    void add(long value, boolean ok) {
      if (size == nanos.length) {
        nanos = Arrays.copyOf(nanos, size * 2);
      }
      nanos[size++] = value;
      refused += ok ? 0 : 1;
    }

    void add(Latencies other) {
      for (int i = 0; i < other.size; i++) {
        add(other.nanos[i], true);
      }
      refused += other.refused;
    }

    ApiResult.Load result(String kind, int connections, Duration time) {
      if (size == 0) {
        throw new RigException(
            String.format(Locale.ROOT, "no answer on %d connections in %s", connections, time));
      }
      Arrays.sort(nanos, 0, size);
      return new ApiResult.Load(
          kind,
          connections,
          size / (time.toNanos() / 1e9),
          millis(0.5),
          millis(0.9),
          millis(0.99),
          millis(1),
          size,
          refused);
    }

    private double millis(double quantile) {
      return nanos[(int) Math.min(size - 1, Math.ceil(quantile * size))] / 1e6;
    }
  }
}
