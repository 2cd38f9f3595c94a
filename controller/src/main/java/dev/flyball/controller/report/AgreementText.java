package dev.flyball.controller.report;

import dev.flyball.controller.loop.AgreementReport;
import dev.flyball.controller.loop.PolicyReport;

/** How a policy compares with a native HPA, as tables print it. */
public final class AgreementText {
  /** What stands for a policy that is not compared. */
  public static final String NONE = "<none>";

  private AgreementText() {}

  /** The cell of a table: {@code 97% (39/40)}, {@code 97% (39/40), 2 uncertain}. */
  public static String of(PolicyReport report) {
    return report.agreement().map(AgreementText::of).orElse(NONE);
  }

  private static String of(AgreementReport agreement) {
    String text =
        agreement.percent().isPresent()
            ? agreement.percent().getAsInt()
                + "% ("
                + agreement.agreed()
                + "/"
                + agreement.compared()
                + ")"
            : TargetsText.UNKNOWN;
    return agreement.uncertain() == 0 ? text : text + ", " + agreement.uncertain() + " uncertain";
  }
}
