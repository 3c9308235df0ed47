package dev.letterlock.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.letterlock.server.cli.run.CommandFailure;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Json;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.ConfigFault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What a check has found: what is there, what is at fault and what is missing. */
final class Findings {
  private final ServerConfig config;
  private final Map<String, Object> found = new LinkedHashMap<>();
  private final List<ConfigFault> faults = new ArrayList<>();
  private final List<CommandFailure> missing = new ArrayList<>();

  /** Nothing yet. */
  Findings(ServerConfig config) {
    this.config = config;
  }

  void add(String name, Object value) {
    found.put(name, value);
  }

  void addFaults(List<ConfigFault> more) {
    faults.addAll(more);
  }

  /** Something is missing, for the reason that kept it from being found. */
  void add(Exception e) {
    Exception known =
        e instanceof IOException io ? inWords(new UncheckedIOException(io)) : inWords(e);
    switch (known) {
      case ConfigException more -> addFaults(more.faults());
      case CommandFailure failure -> missing.add(failure);
      case RuntimeException unexpected -> throw unexpected;
      default -> throw new IllegalStateException(known);
    }
  }

  /** Looks for one thing, and goes on when it is not there; returns whether it is. */
  boolean attempt(String name, Callable<@Nullable String> look) {
    try {
      String value = look.call();
      if (value != null) {
        add(name, value);
      }
      return true;
    } catch (Exception e) {
      add(e);
      return false;
    }
  }

  /** A fault of the configuration weighs most, then damage, then what is away. */
  int exitCode() {
    return !faults.isEmpty()
        ? ExitCode.CONFIGURATION
        : missing.stream().mapToInt(CommandFailure::exitCode).max().orElse(ExitCode.OK);
  }

  String json() {
    ObjectNode all = Json.object().put("ok", exitCode() == ExitCode.OK);
    found.forEach(all::putPOJO);
    all.putPOJO("faults", faults);
    all.putPOJO("missing", missing.stream().map(Throwable::getMessage).toList());
    return Json.write(all);
  }

  void print(PrintWriter out) {
    found.forEach((name, value) -> out.printf("%-18s %s%n", name, value));
    if (exitCode() == ExitCode.OK) {
      out.println("All is well.");
    }
  }

  void printTroubles(PrintWriter err) {
    if (!faults.isEmpty()) {
      err.println(new ConfigException(faults).getMessage());
    }
    missing.forEach(failure -> err.println(failure.getMessage()));
  }

  private Exception inWords(Exception e) {
    return StartFailure.inWords(e, config.storage());
  }
}
