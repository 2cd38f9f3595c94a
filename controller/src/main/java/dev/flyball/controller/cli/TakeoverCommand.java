package dev.flyball.controller.cli;

import dev.flyball.controller.moving.ClusterApi;
import dev.flyball.controller.moving.MoveResult;
import dev.flyball.controller.moving.Takeover;
import java.util.function.Consumer;
import picocli.CommandLine.Command;

/** {@code flyball takeover}: a policy in place of an HPA. */
@Command(
    name = "takeover",
    description =
        "Has the policy of a workload scale it instead of its HPA: keeps the HPA in a ConfigMap,"
            + " deletes it, and makes the policy Active. Replicas stay as they are. Where a step"
            + " fails, those before it are undone.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the policy scales the workload",
      "1:nothing was changed, or all was changed back",
      "2:wrong usage",
      "3:neither finished nor undone; the last lines say what is left to do"
    })
public final class TakeoverCommand extends MoveCommand {
  /** The command as users run it. */
  public TakeoverCommand() {}

  @Override
  MoveResult move(ClusterApi api, Workload workload, Consumer<String> tell) {
    return new Takeover(api, workload.patience(), tell)
        .run(workload.namespace(), workload.name(), workload.options());
  }
}
