package dev.flyball.metrics.trust;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.tls.SslContextFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The TLS of the JDK, with a limit on connections that are in their handshake and on those past it.
 * Vert.x tells of a connection only after its handshake; those that never say a word would cost
 * memory without limit.
 */
final class CountedTls extends JdkSSLEngineOptions {
  private final ServerLimits limits;
  private final ServerListener listener;
  private final AtomicInteger handshakes = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();

  /** Peers past their handshake of which Vert.x has not told: HTTP/2 without its first settings. */
  private final Set<String> mute = ConcurrentHashMap.newKeySet();

  CountedTls(ServerLimits limits, ServerListener listener) {
    this.limits = limits;
    this.listener = listener;
  }

  int handshakes() {
    return handshakes.get();
  }

  int connections() {
    return connections.get();
  }

  /** Vert.x has told of this connection; from now on {@link OpenConnections} looks after it. */
  void opened(HttpConnection connection) {
    SocketAddress peer = connection.remoteAddress(true);
    mute.remove(peer.hostAddress() + ":" + peer.port());
  }

  private static String peer(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress address
            && address.getAddress() != null
        ? address.getAddress().getHostAddress() + ":" + address.getPort()
        : "";
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new Factory(super.sslContextFactory());
  }

  /** Hands everything on and counts what comes out. */
  private final class Factory implements SslContextFactory {
    private final SslContextFactory jdk;

    Factory(SslContextFactory jdk) {
      this.jdk = jdk;
    }

    @Override
    public SslContextFactory useAlpn(boolean useAlpn) {
      jdk.useAlpn(useAlpn);
      return this;
    }

    @Override
    public SslContextFactory forServer(ClientAuth clientAuth) {
      jdk.forServer(clientAuth);
      return this;
    }

    @Override
    public SslContextFactory enabledProtocols(Set<String> protocols) {
      jdk.enabledProtocols(protocols);
      return this;
    }

    @Override
    public SslContextFactory keyMananagerFactory(KeyManagerFactory keys) {
      jdk.keyMananagerFactory(keys);
      return this;
    }

    @Override
    public SslContextFactory trustManagerFactory(TrustManagerFactory trust) {
      jdk.trustManagerFactory(trust);
      return this;
    }

    @Override
    public SslContextFactory enabledCipherSuites(Set<String> suites) {
      jdk.enabledCipherSuites(suites);
      return this;
    }

    @Override
    public SslContextFactory applicationProtocols(List<String> protocols) {
      jdk.applicationProtocols(protocols);
      return this;
    }

    @Override
    public SslContext create() throws SSLException {
      return new CountedContext(jdk.create());
    }
  }

  private final class CountedContext extends SslContext {
    private final SslContext jdk;

    CountedContext(SslContext jdk) {
      this.jdk = jdk;
    }

    @Override
    protected SslHandler newHandler(
        ByteBufAllocator alloc, String host, int port, boolean startTls, Executor tasks) {
      return new CountedHandler(newEngine(alloc, host, port), tasks);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, boolean startTls, Executor tasks) {
      return new CountedHandler(newEngine(alloc), tasks);
    }

    @Override
    public boolean isClient() {
      return jdk.isClient();
    }

    @Override
    public List<String> cipherSuites() {
      return jdk.cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // Netty deprecates the type and still asks for it.
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
      return jdk.applicationProtocolNegotiator();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator alloc) {
      return jdk.newEngine(alloc);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator alloc, String host, int port) {
      return jdk.newEngine(alloc, host, port);
    }

    @Override
    public SSLSessionContext sessionContext() {
      return jdk.sessionContext();
    }
  }

  /** The TLS of one connection. Its callbacks come on the connection's event loop. */
  private final class CountedHandler extends SslHandler {
    private boolean established;
    private boolean removed;
    private String peer = "";

    CountedHandler(SSLEngine engine, Executor tasks) {
      super(engine, tasks);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
      int open = handshakes.incrementAndGet();
      super.handlerAdded(ctx);
      if (open > limits.handshakes()) {
        listener.rejected(ServerListener.Rejection.CONNECTIONS);
        var _ = ctx.channel().close();
        return;
      }
      handshakeFuture()
          .addListener(
              done -> {
                if (done.isSuccess()) {
                  establish(ctx);
                } else {
                  listener.rejected(ServerListener.Rejection.HANDSHAKE);
                }
              });
    }

    private void establish(ChannelHandlerContext ctx) {
      if (removed) {
        return;
      }
      established = true;
      handshakes.decrementAndGet();
      if (connections.incrementAndGet() > limits.connections()) {
        listener.rejected(ServerListener.Rejection.CONNECTIONS);
        var _ = ctx.channel().close();
        return;
      }
      peer = peer(ctx.channel());
      mute.add(peer);
      var _ =
          ctx.executor()
              .schedule(
                  () -> closeMute(ctx), limits.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void closeMute(ChannelHandlerContext ctx) {
      if (!removed && mute.remove(peer)) {
        listener.rejected(ServerListener.Rejection.SLOW);
        var _ = ctx.channel().close();
      }
    }

    @Override
    public void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
      removed = true;
      mute.remove(peer);
      (established ? connections : handshakes).decrementAndGet();
      super.handlerRemoved0(ctx);
    }
  }
}
