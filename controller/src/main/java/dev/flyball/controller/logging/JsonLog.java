package dev.flyball.controller.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;

/**
 * Structured logs on standard output, one JSON object a line, at the level that {@code
 * FLYBALL_LOG_LEVEL} names or INFO.
 *
 * <p>Code and not a file of Logback's, which would load some 400 classes to read it. Where {@code
 * logback.configurationFile} names a file, or {@code logback-test.xml} is there, that is taken
 * instead; {@value #NAME} in the former's place asks for this log all the same.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class JsonLog extends ContextAwareBase implements Configurator {
  private static final String NAME = "json";
  private static final String FILE = "logback.configurationFile";

  private static final Map<String, Level> LIBRARIES =
      Map.of(
          "io.netty", Level.WARN,
          "io.fabric8", Level.WARN,
          "io.vertx", Level.WARN,
          // Says at each attempt, with its stack, what flyball.leader says once a minute.
          "io.fabric8.kubernetes.client.extended.leaderelection", Level.ERROR,
          // Says at each attempt, with its stack, that the Lease cannot be watched.
          "io.fabric8.kubernetes.client.informers.impl.cache.Reflector", Level.ERROR,
          // Connections that close while the event loops end have nobody to tell any more.
          "io.netty.util.concurrent.DefaultPromise.rejectedExecution", Level.OFF);

  /** For Logback, which finds it as a service. */
  public JsonLog() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (!isAskedFor()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    LIBRARIES.forEach((name, level) -> context.getLogger(name).setLevel(level));
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMessage(false);
    encoder.setWithFormattedMessage(true);
    encoder.setWithArguments(false);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName(NAME);
    console.setEncoder(encoder);
    console.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(System.getenv("FLYBALL_LOG_LEVEL"), Level.INFO));
    root.addAppender(console);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static boolean isAskedFor() {
    String file = System.getProperty(FILE);
    return file == null
        ? JsonLog.class.getClassLoader().getResource("logback-test.xml") == null
        : file.equals(NAME);
  }
}
