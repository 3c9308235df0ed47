package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.client.transport.ServerUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A device in JavaScript: a Node process (20 or newer) of module web's {@code src/test/js/peer.js}
 * with a profile in one file. One thread at a time.
 */
final class NodePeer implements Peer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PROGRAM = Path.of("..", "web", "src", "test", "js", "peer.js");

  private final ServerUrl url;
  private final Path profile;
  private final String name;
  private Process process;
  private Writer commands;
  private BufferedReader answers;

  NodePeer(ServerUrl url, Path profile, String name) {
    this.url = url;
    this.profile = profile;
    this.name = name;
    this.process = launch();
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    awaitReady();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void say(String to, String text) {
    ask(Map.of("do", "say", "to", to, "text", text), Integer.class);
  }

  @Override
  public List<String> shown(String with) {
    return texts(ask(Map.of("do", "shown", "to", with), List.class));
  }

  @Override
  public String safetyNumber(String with) {
    return ask(Map.of("do", "safety", "to", with), String.class);
  }

  @Override
  public List<String> alarms() {
    return texts(ask(Map.of("do", "alarms"), List.class));
  }

  @Override
  public void reconnect() {
    ask(Map.of("do", "reconnect"), String.class);
  }

  /** Kills the process without a warning and starts another on its profile. */
  @Override
  public void crash() {
    process.destroyForcibly().onExit().join();
    process = launch();
    commands = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
    awaitReady();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private Process launch() {
    List<String> command =
        new ArrayList<>(List.of("node", "--experimental-websocket", "--no-warnings"));
    command.addAll(List.of(PROGRAM.toString(), url.toString(), profile.toString()));
    command.addAll(List.of(name, Profiles.PASSWORD));
    try {
      return new ProcessBuilder(command).redirectError(errors().toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no node: install Node 20 or newer (Debian: apt-get install nodejs), or leave these"
              + " tests out with -Dweb.skip=true",
          e);
    }
  }

  private void awaitReady() {
    assertThat(answer(String.class)).isEqualTo("ready");
  }

  private <T> T ask(Map<String, String> command, Class<T> type) {
    try {
      commands.write(JSON.writeValueAsString(command) + "\n");
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(said(), e);
    }
    return answer(type);
  }

  private <T> T answer(Class<T> type) {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException(name + " has ended: " + said());
      }
      return JSON.readValue(line, type);
    } catch (IOException e) {
      throw new UncheckedIOException(said(), e);
    }
  }

  private static List<String> texts(List<?> answer) {
    return JSON.convertValue(answer, new TypeReference<>() {});
  }

  private Path errors() {
    return profile.resolveSibling(profile.getFileName() + ".err");
  }

  private String said() {
    try {
      return Files.readString(errors());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
