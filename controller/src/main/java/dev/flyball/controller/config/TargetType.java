package dev.flyball.controller.config;

/** Types of a metric's target, with the field that holds the value of each. */
enum TargetType {
  Utilization("averageUtilization"),
  AverageValue("averageValue"),
  Value("value");

  private final String field;

  TargetType(String field) {
    this.field = field;
  }

  String field() {
    return field;
  }
}
