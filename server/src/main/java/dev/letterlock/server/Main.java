package dev.letterlock.server;

import dev.letterlock.server.cli.CommandTree;
import dev.letterlock.server.cli.run.Surroundings;

/** Entry point of every command except those of the load test and the benchmarks. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(CommandTree.run(Surroundings.ofProcess(), arguments));
  }
}
