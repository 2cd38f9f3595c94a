package dev.flyball.controller.cli;

import dev.flyball.controller.moving.ClusterApi;
import dev.flyball.controller.moving.Handback;
import dev.flyball.controller.moving.MoveResult;
import dev.flyball.core.policy.PolicyOptions.Mode;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flyball handback}: the HPA in place of the policy that took over. */
@Command(
    name = "handback",
    description =
        "Gives a workload back to the HPA that it was taken over from: the policy leaves it alone,"
            + " then the HPA is created again as it was. Replicas stay as they are. Where a step"
            + " fails, those before it are undone.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the HPA scales the workload",
      "1:nothing was changed, or all was changed back",
      "2:wrong usage",
      "3:neither finished nor undone; the last lines say what is left to do"
    })
public final class HandbackCommand extends MoveCommand {
  /** What becomes of the policy. */
  enum Rest {
    /** It goes on being compared with the HPA. */
    DryRun,
    /** It does nothing. */
    Paused
  }

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "DryRun",
      description = "what the policy becomes: DryRun or Paused (default: ${DEFAULT-VALUE})")
  private Rest rest = Rest.DryRun;

  /** The command as users run it. */
  public HandbackCommand() {}

  @Override
  MoveResult move(ClusterApi api, Workload workload, Consumer<String> tell) {
    return new Handback(api, workload.patience(), tell)
        .run(workload.namespace(), workload.name(), Mode.valueOf(rest.name()), workload.options());
  }
}
