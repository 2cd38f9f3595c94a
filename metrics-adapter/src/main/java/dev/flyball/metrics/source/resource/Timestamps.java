package dev.flyball.metrics.source.resource;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** Reads RFC 3339 timestamps such as {@code 2026-11-24T07:18:00Z}. */
final class Timestamps {
  /** Stands for a text that is no timestamp. */
  static final long INVALID = Long.MIN_VALUE;

  private static final int SECONDS_LENGTH = "2026-11-24T07:18:00Z".length();
  private static final long DAY_MILLIS = 86_400_000;

  // A list repeats few days: the last one is remembered, so that the usual form allocates nothing.
  private int lastDate;
  private long lastDayMillis;

  /** Epoch milliseconds, or {@link #INVALID}. Fractions and offsets are read, and allocate. */
  long millis(char[] text, int from, int to) {
    if (to - from == SECONDS_LENGTH && text[to - 1] == 'Z') {
      long millis = seconds(text, from);
      if (millis != INVALID) {
        return millis;
      }
    }
    try {
      return OffsetDateTime.parse(new String(text, from, to - from)).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      return INVALID;
    }
  }

  private long seconds(char[] text, int from) {
    int date =
        number(text, from, 4) * 10_000
            + number(text, from + 5, 2) * 100
            + number(text, from + 8, 2);
    int hour = number(text, from + 11, 2);
    int minute = number(text, from + 14, 2);
    int second = number(text, from + 17, 2);
    boolean separated =
        text[from + 4] == '-'
            && text[from + 7] == '-'
            && text[from + 10] == 'T'
            && text[from + 13] == ':'
            && text[from + 16] == ':';
    if (!separated || date < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
      return INVALID;
    }
    if (second < 0 || second > 59 || !findDay(date)) {
      return INVALID;
    }
    return lastDayMillis + ((hour * 60L + minute) * 60 + second) * 1000;
  }

  private boolean findDay(int date) {
    if (date != lastDate) {
      try {
        LocalDate day = LocalDate.of(date / 10_000, date / 100 % 100, date % 100);
        lastDayMillis = day.toEpochDay() * DAY_MILLIS;
        lastDate = date;
      } catch (DateTimeException e) {
        return false;
      }
    }
    return true;
  }

  /** A number of so many digits, or one that makes every sum with it negative. */
  private static int number(char[] text, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return -100_000_000;
      }
      number = number * 10 + (text[i] - '0');
    }
    return number;
  }
}
