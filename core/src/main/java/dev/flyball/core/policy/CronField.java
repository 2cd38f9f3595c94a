package dev.flyball.core.policy;

import java.util.Locale;

/** One of the five fields of a cron expression: its name, its range and the names of its values. */
enum CronField {
  Minute("minute", 0, 59, ""),
  Hour("hour", 0, 23, ""),
  DayOfMonth("day of month", 1, 31, ""),
  Month("month", 1, 12, " JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
  /** Sunday is 0, and 7 too. */
  DayOfWeek("day of week", 0, 7, " SUN MON TUE WED THU FRI SAT");

  private static final int NAME = 3;
  private static final int MOST_DIGITS = 4;
  private static final long SEVENTH = 1L << 7;

  private final String label;
  private final int least;
  private final int most;

  /** Three letters each, after a space. */
  private final String names;

  CronField(String label, int least, int most, String names) {
    this.label = label;
    this.least = least;
    this.most = most;
    this.names = names;
  }

  /**
   * The values that a field allows, a bit each.
   *
   * @throws IllegalArgumentException where it is wrong; the message says what
   */
  long parse(String text) {
    long values = 0;
    for (String part : text.split(",", -1)) {
      values |= part(part);
    }
    if (this == DayOfWeek && (values & SEVENTH) != 0) {
      values = (values & ~SEVENTH) | 1;
    }
    return values;
  }

  private long part(String text) {
    int slash = text.indexOf('/');
    String range = slash < 0 ? text : text.substring(0, slash);
    int step = slash < 0 ? 1 : number(text.substring(slash + 1));
    if (step < 1) {
      throw wrong("a step of 0");
    }
    int dash = range.indexOf('-');
    int from;
    int to;
    if (range.equals("*")) {
      from = least;
      to = this == DayOfWeek ? most - 1 : most;
    } else if (dash < 0) {
      from = value(range);
      to = slash < 0 ? from : this == DayOfWeek ? most - 1 : most;
    } else {
      from = value(range.substring(0, dash));
      to = value(range.substring(dash + 1));
    }
    if (from > to) {
      throw wrong(range + " ends before it begins");
    }
    long values = 0;
    for (int value = from; value <= to; value += step) {
      values |= 1L << value;
    }
    return values;
  }

  private int value(String text) {
    int named = text.length() == NAME ? names.indexOf(" " + text.toUpperCase(Locale.ROOT)) : -1;
    int value = named >= 0 ? named / (NAME + 1) + least : number(text);
    if (value < least || value > most) {
      throw wrong(value + " is not within " + least + " to " + most);
    }
    return value;
  }

  private int number(String text) {
    boolean digits = !text.isEmpty() && text.length() <= MOST_DIGITS;
    for (int i = 0; i < text.length(); i++) {
      digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!digits) {
      throw wrong(text.isEmpty() ? "a value is missing" : "\"" + text + "\" is no value");
    }
    return Integer.parseInt(text);
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(label + ": " + what);
  }
}
