package dev.flyball.metrics.api.wire;

import java.util.Arrays;
import java.util.Map;

/** Strings, times and maps as JSON, straight into bytes. */
final class JsonSink {
  private static final byte[] HEX = WireText.ascii("0123456789abcdef");
  private static final byte[] UNICODE_ESCAPE = WireText.ascii("\\u00");
  private static final long DAY = 86_400;
  private static final int YEARS_OF_ERA = 400;
  private static final int DAYS_OF_ERA = 146_097;

  private JsonSink() {}

  /** A string with its quotes. */
  static void string(ByteSink out, String text) {
    out.add('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        i += out.addBeyondAscii(text, i);
      } else if (c < ' ') {
        out.add(UNICODE_ESCAPE);
        out.add(HEX[c >> 4]);
        out.add(HEX[c & 0xf]);
      } else {
        if (c == '"' || c == '\\') {
          out.add('\\');
        }
        out.add(c);
      }
    }
    out.add('"');
  }

  /** An object of strings, sorted by key as Go does it, so that equal values look alike. */
  static void map(ByteSink out, Map<String, String> map) {
    String[] keys = map.keySet().toArray(new String[0]);
    Arrays.sort(keys);
    out.add('{');
    for (int i = 0; i < keys.length; i++) {
      if (i > 0) {
        out.add(',');
      }
      string(out, keys[i]);
      out.add(':');
      string(out, map.getOrDefault(keys[i], ""));
    }
    out.add('}');
  }

  /**
   * A time as a string, in whole seconds UTC: {@code "2024-02-29T23:59:59Z"}.
   *
   * <p>The date by eras of 400 years that begin in March, so that the leap day is a year's last.
   */
  static void time(ByteSink out, long millis) {
    long seconds = Math.floorDiv(millis, 1000);
    long days = Math.floorDiv(seconds, DAY) + 719_468;
    int ofDay = (int) Math.floorMod(seconds, DAY);
    long era = Math.floorDiv(days, DAYS_OF_ERA);
    int dayOfEra = (int) Math.floorMod(days, (long) DAYS_OF_ERA);
    int year = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100);
    int month = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * month + 2) / 5 + 1;
    long fullYear = era * YEARS_OF_ERA + year + (month >= 10 ? 1 : 0);
    out.add('"');
    twoDigits(out, (int) (fullYear / 100));
    twoDigits(out, (int) (fullYear % 100));
    part(out, '-', month >= 10 ? month - 9 : month + 3);
    part(out, '-', day);
    part(out, 'T', ofDay / 3600);
    part(out, ':', ofDay / 60 % 60);
    part(out, ':', ofDay % 60);
    out.add('Z');
    out.add('"');
  }

  private static void part(ByteSink out, char separator, int number) {
    out.add(separator);
    twoDigits(out, number);
  }

  private static void twoDigits(ByteSink out, int number) {
    out.add('0' + number / 10);
    out.add('0' + number % 10);
  }
}
