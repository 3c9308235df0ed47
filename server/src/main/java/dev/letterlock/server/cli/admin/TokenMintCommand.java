package dev.letterlock.server.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.letterlock.server.auth.TokenLives;
import dev.letterlock.server.cli.run.ConfigFlags;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Json;
import dev.letterlock.server.cli.run.Surroundings;
import dev.letterlock.server.cli.run.TokenText;
import dev.letterlock.settings.value.InvalidValueException;
import dev.letterlock.settings.value.Numbers;
import dev.letterlock.settings.value.ValueType;
import java.io.PrintWriter;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks the server for access tokens of enrolled devices: one, or one for each line of a file. */
@Command(
    name = "mint",
    mixinStandardHelpOptions = true,
    description = {
      "Print an access token for a device, and on standard error whose it is and how long it is"
          + " good for; for a file, one JSON object per line.",
      ""
    },
    sortOptions = false)
final class TokenMintCommand implements Callable<Integer> {
  /** The server allows the same. */
  private static final ValueType<Duration> LIFETIME =
      Numbers.duration("1s", TokenLives.LONGEST.toDays() + "d");

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Wanted wanted = new Wanted();

  @Option(names = "--json", description = "Print one JSON object per token.")
  private boolean json;

  private boolean failed;

  TokenMintCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (AdminClient server = AdminClient.of(ConfigFlags.sources(spec, surroundings));
        Stream<String> answer = server.postLines("/admin/tokens", request())) {
      answer.forEach(this::print);
    }
    return failed ? ExitCode.FAILED : ExitCode.OK;
  }

  private BodyPublisher request() {
    Device device = wanted.device;
    if (device == null) {
      return Lines.from(wanted.file, surroundings);
    }
    ObjectNode line = Json.object().put("name", device.user).put("device_id", device.id);
    if (device.lifetime != null) {
      line.put("ttl_seconds", seconds(device.lifetime));
    }
    return BodyPublishers.ofString(Json.write(line) + "\n");
  }

  private void print(String line) {
    JsonNode token = Json.readObject(line, "The server's answer");
    PrintWriter out = spec.commandLine().getOut();
    boolean minted = token.has("access_token");
    failed |= !minted;
    if (json || wanted.device == null) {
      out.println(line);
    } else if (minted) {
      out.println(token.path("access_token").asText());
      spec.commandLine().getErr().println(described(token, wanted.device));
    } else {
      spec.commandLine()
          .getErr()
          .println("Refused: " + token.path("code").asText() + detail(token));
    }
    out.flush();
  }

  /** For the person who asked; what is printed beside it stays the token alone. */
  private static String described(JsonNode token, Device device) {
    Instant end = TokenText.expiry(token.path("access_token").asText());
    return "For %s, device %d (user %s)%s."
        .formatted(
            device.user,
            device.id,
            token.path("user_id").asText(),
            end == null ? "" : ", good until " + end);
  }

  private static String detail(JsonNode refusal) {
    String detail = refusal.path("detail").asText("");
    return detail.isEmpty() ? "" : ": " + detail;
  }

  private long seconds(String lifetime) {
    try {
      return LIFETIME.parser().parse(lifetime).toSeconds();
    } catch (InvalidValueException e) {
      throw new ParameterException(spec.commandLine(), "--ttl " + lifetime + ": " + e.reason(), e);
    }
  }

  /** Either one device or a file. */
  private static final class Wanted {
    @ArgGroup(exclusive = false)
    private @Nullable Device device;

    @Option(
        names = "--file",
        paramLabel = "FILE",
        required = true,
        description =
            "One {\"name\" or \"user_id\", \"device_id\", \"ttl_seconds\"} per line; - for standard input.")
    private String file = "-";
  }

  /** One device of one user. */
  private static final class Device {
    @Option(names = "--user", paramLabel = "NAME", required = true, description = "Whose token.")
    private String user = "";

    @Option(
        names = "--device",
        paramLabel = "ID",
        required = true,
        description = "For which device.")
    private long id;

    @Option(names = "--ttl", description = "How long it is good for, 1s to 7d.")
    private @Nullable String lifetime;
  }
}
