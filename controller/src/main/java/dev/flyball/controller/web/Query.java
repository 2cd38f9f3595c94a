package dev.flyball.controller.web;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.core.decide.Language;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The parameters of a request. What is unknown, given twice or malformed is an error. */
final class Query {
  private final MultiMap parameters;

  /**
   * The parameters of a request to which these are known.
   *
   * @throws BadRequestException where there are others
   */
  Query(MultiMap parameters, Set<String> known) {
    this.parameters = parameters;
    for (String name : parameters.names()) {
      if (!known.contains(name)) {
        throw new BadRequestException(
            "there is no parameter "
                + name
                + " here; known are "
                + String.join(", ", sorted(known)));
      }
      if (parameters.getAll(name).size() > 1) {
        throw new BadRequestException("parameter " + name + " is given more than once");
      }
    }
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** {@code lang} and {@code tz}; English and UTC unless given. */
  View view() {
    Language language =
        text("lang")
            .map(
                tag ->
                    Language.of(tag)
                        .orElseThrow(() -> new BadRequestException("lang is en or ko, not " + tag)))
            .orElse(Language.English);
    return new View(language, text("tz").map(Query::zone).orElse(ZoneOffset.UTC));
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new BadRequestException("tz is a time zone such as Asia/Seoul, not " + name);
    }
  }

  /** A time in RFC 3339 or in epoch milliseconds. */
  OptionalLong time(String name) {
    Optional<String> text = text(name);
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(time(name, text.get()));
  }

  private static long time(String name, String text) {
    try {
      return text.matches("[0-9]{1,15}")
          ? Long.parseLong(text)
          : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new BadRequestException(
          name
              + " is a time such as "
              + Instant.EPOCH
              + " or in epoch milliseconds, not \""
              + text
              + "\"");
    }
  }

  /** A whole number of a range. */
  long number(String name, long from, long to, long otherwise) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (text.get().matches("[0-9]{1,18}")) {
      long number = Long.parseLong(text.get());
      if (number >= from && number <= to) {
        return number;
      }
    }
    throw new BadRequestException(
        name + " is a number from " + from + " to " + to + ", not \"" + text.get() + "\"");
  }

  /** A yes or no; no unless given. */
  boolean flag(String name) {
    String text = text(name).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      throw new BadRequestException(name + " is true or false, not \"" + text + "\"");
    }
    return text.equals("true");
  }

  /** The identity of a policy. */
  Optional<PolicyId> policy(String name) {
    return text(name)
        .map(
            text -> {
              String[] parts = text.split("/", -1);
              if (parts.length != 3) {
                throw new BadRequestException(
                    name + " is NAMESPACE/CONFIGMAP/KEY, not \"" + text + "\"");
              }
              return new PolicyId(parts[0], parts[1], parts[2]);
            });
  }
}
