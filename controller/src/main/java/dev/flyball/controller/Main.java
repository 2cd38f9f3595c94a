package dev.flyball.controller;

import dev.flyball.controller.cli.FlyballCommand;

/** Where the process begins. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(FlyballCommand.commandLineFor(arguments).execute(arguments));
  }
}
