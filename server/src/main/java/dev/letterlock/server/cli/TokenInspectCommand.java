package dev.letterlock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Json;
import dev.letterlock.server.cli.run.Surroundings;
import dev.letterlock.server.cli.run.TokenText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Decodes a token (RFC 7519) without verifying it. The signature is never printed: without it the
 * output is harmless.
 */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Print what a token says; its signature is neither checked nor printed.")
final class TokenInspectCommand implements Callable<Integer> {
  private static final int MAX_TOKEN_BYTES = 8 * 1024;
  private static final Set<String> TIMES = Set.of("iat", "exp", "nbf");

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Parameters(
      paramLabel = "TOKEN",
      arity = "0..1",
      defaultValue = "-",
      description = "The token, or - to read it from standard input (the default).")
  private String argument = "-";

  TokenInspectCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    List<JsonNode> parts = TokenText.headerAndClaims(token());
    ObjectNode token = Json.object();
    token.set("header", parts.getFirst());
    token.set("claims", parts.getLast());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(token));
    } else {
      token.properties().forEach(part -> print(out, part.getKey(), part.getValue()));
      out.println("The signature was not checked.");
    }
    return ExitCode.OK;
  }

  private String token() throws IOException {
    if (!"-".equals(argument)) {
      return argument;
    }
    byte[] bytes = surroundings.input().readNBytes(MAX_TOKEN_BYTES);
    return new String(bytes, StandardCharsets.UTF_8).strip();
  }

  private static void print(PrintWriter out, String title, JsonNode part) {
    out.println(title);
    part.properties()
        .forEach(field ->
            out.printf("  %-5s %s%n", field.getKey(), shown(field.getKey(), field.getValue())));
  }

  private static String shown(String name, JsonNode value) {
    boolean time = TIMES.contains(name) && value.canConvertToLong();
    return time ? Instant.ofEpochSecond(value.longValue()).toString() : value.asText();
  }
}
