package dev.flyball.core.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.OptionalLong;

/**
 * Points in time in cron's five fields: minute, hour, day of month, month, day of week. Immutable;
 * equal to another of the same text.
 *
 * <p>A field is {@code *}, a value, a range {@code 1-5}, a step {@code *}{@code /10} or a list of
 * those; months and days of the week may be named by three letters. Where both day fields are
 * something else than {@code *}, a day needs to match one of them, as in cron.
 *
 * <p>A time that the clocks skip in spring happens when they are put forward. One that they repeat
 * in autumn happens the first time, and with {@code *} as hour both times.
 */
public final class CronExpression {
  private static final int FIELDS = 5;

  /** Days of the months, with the longer February. */
  private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private final String text;
  private final long minutes;
  private final long hours;
  private final long daysOfMonth;
  private final long months;
  private final long daysOfWeek;
  private final boolean everyHour;
  private final boolean eitherDay;

  private CronExpression(String text, String[] fields) {
    this.text = text;
    minutes = CronField.Minute.parse(fields[0]);
    hours = CronField.Hour.parse(fields[1]);
    daysOfMonth = CronField.DayOfMonth.parse(fields[2]);
    months = CronField.Month.parse(fields[3]);
    daysOfWeek = CronField.DayOfWeek.parse(fields[4]);
    everyHour = fields[1].startsWith("*");
    eitherDay = !fields[2].equals("*") && !fields[4].equals("*");
    if (fields[4].equals("*") && !hasSomeDay()) {
      throw new IllegalArgumentException("no month has such a day");
    }
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException where it is none; the message says what is wrong with it
   */
  public static CronExpression parse(String text) {
    String[] fields = text.strip().split("\\s+", -1);
    if (fields.length != FIELDS || fields[0].isEmpty()) {
      int count = fields[0].isEmpty() ? 0 : fields.length;
      throw new IllegalArgumentException(count + (count == 1 ? " field" : " fields"));
    }
    return new CronExpression(String.join(" ", fields), fields);
  }

  private boolean hasSomeDay() {
    for (int month = 1; month <= DAYS.length; month++) {
      long days = daysOfMonth & ((1L << (DAYS[month - 1] + 1)) - 1);
      if (has(months, month) && days != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * The latest point that is not after a time, and not before another.
   *
   * @param atMillis the time, in epoch milliseconds
   * @param earliestMillis how far back to look
   */
  public OptionalLong latest(long atMillis, long earliestMillis, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    LocalDate first = date(earliestMillis, rules);
    // A day later, for the times that are put off by clocks put forward across midnight.
    for (LocalDate day = date(atMillis, rules).plusDays(1);
        !day.isBefore(first.minusDays(1));
        day = day.minusDays(1)) {
      long found = matches(day) ? latestOf(day, atMillis, rules) : Long.MIN_VALUE;
      if (found != Long.MIN_VALUE) {
        return found < earliestMillis ? OptionalLong.empty() : OptionalLong.of(found);
      }
    }
    return OptionalLong.empty();
  }

  /**
   * The first point that is after a time, and not after another.
   *
   * @param atMillis the time, in epoch milliseconds
   * @param latestMillis how far ahead to look
   */
  public OptionalLong next(long atMillis, long latestMillis, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    LocalDate last = date(latestMillis, rules);
    for (LocalDate day = date(atMillis, rules).minusDays(1);
        !day.isAfter(last);
        day = day.plusDays(1)) {
      long found = matches(day) ? firstOf(day, atMillis, rules) : Long.MAX_VALUE;
      if (found != Long.MAX_VALUE) {
        return found > latestMillis ? OptionalLong.empty() : OptionalLong.of(found);
      }
    }
    return OptionalLong.empty();
  }

  private static LocalDate date(long millis, ZoneRules rules) {
    Instant instant = Instant.ofEpochMilli(millis);
    return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, rules.getOffset(instant))
        .toLocalDate();
  }

  private boolean matches(LocalDate day) {
    if (!has(months, day.getMonthValue())) {
      return false;
    }
    boolean ofMonth = has(daysOfMonth, day.getDayOfMonth());
    boolean ofWeek = has(daysOfWeek, day.getDayOfWeek().getValue() % 7);
    return eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
  }

  private long latestOf(LocalDate day, long atMillis, ZoneRules rules) {
    long best = Long.MIN_VALUE;
    for (int hour = 23; hour >= 0; hour--) {
      for (long left = hoursMinutes(hour); left != 0; left &= left - 1) {
        LocalDateTime time = day.atTime(hour, Long.numberOfTrailingZeros(left));
        for (long millis : instants(time, rules)) {
          best = millis <= atMillis ? Math.max(best, millis) : best;
        }
      }
    }
    return best;
  }

  private long firstOf(LocalDate day, long atMillis, ZoneRules rules) {
    long best = Long.MAX_VALUE;
    for (int hour = 0; hour < 24; hour++) {
      for (long left = hoursMinutes(hour); left != 0; left &= left - 1) {
        LocalDateTime time = day.atTime(hour, Long.numberOfTrailingZeros(left));
        for (long millis : instants(time, rules)) {
          best = millis > atMillis ? Math.min(best, millis) : best;
        }
      }
    }
    return best;
  }

  private long hoursMinutes(int hour) {
    return has(hours, hour) ? minutes : 0;
  }

  private static boolean has(long values, int value) {
    return (values & (1L << value)) != 0;
  }

  private long[] instants(LocalDateTime time, ZoneRules rules) {
    List<ZoneOffset> offsets = rules.getValidOffsets(time);
    if (offsets.isEmpty()) {
      return new long[] {rules.getTransition(time).getInstant().toEpochMilli()};
    }
    long first = time.toEpochSecond(offsets.getFirst()) * 1000;
    return offsets.size() == 1 || !everyHour
        ? new long[] {first}
        : new long[] {first, time.toEpochSecond(offsets.getLast()) * 1000};
  }

  /**
   * A time zone by its name in the IANA database, such as {@code Asia/Seoul}, or {@code UTC}.
   *
   * @throws IllegalArgumentException where there is none of that name
   */
  public static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("there is no time zone " + name, e);
    }
  }

  /** The expression, its fields separated by single spaces. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CronExpression cron && cron.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
