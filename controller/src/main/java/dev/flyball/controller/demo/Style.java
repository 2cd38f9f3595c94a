package dev.flyball.controller.demo;

/** How a character looks on a terminal. */
enum Style {
  PLAIN("0"),
  BOLD("0;1"),
  DIM("0;2"),
  /** The load. */
  LOAD("0;36"),
  /** The replicas. */
  REPLICAS("0;1;33"),
  /** Something that failed. */
  BAD("0;31");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** The control sequence that switches to it. */
  String sequence() {
    return "\u001b[" + code + "m";
  }
}
