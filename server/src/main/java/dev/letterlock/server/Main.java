package dev.letterlock.server;

import dev.letterlock.server.cli.CommandTree;
import dev.letterlock.server.cli.run.Surroundings;
import dev.letterlock.server.config.LogFormat;
import dev.letterlock.server.config.LogLevel;
import dev.letterlock.server.config.ServerConfig;

/** Entry point of every command except those of the load test and the benchmarks. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Logging.configure(new ServerConfig.Log(LogLevel.WARN, LogFormat.HUMAN));
    System.exit(CommandTree.run(Surroundings.ofProcess(), arguments));
  }
}
