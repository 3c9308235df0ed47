package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for passphrase and password without echo, or reads them from files. */
final class Secrets {

  private final @Nullable Path passphraseFile;
  private final @Nullable Path passwordFile;

  Secrets(@Nullable Path passphraseFile, @Nullable Path passwordFile) {
    this.passphraseFile = passphraseFile;
    this.passwordFile = passwordFile;
  }

  /** Opens the profile on this machine; the caller closes it. */
  SecretBytes passphrase() throws IOException {
    return exact(get(passphraseFile, "Passphrase of the profile on this machine: "));
  }

  /** For a new profile, which a slip of the finger would close for good. */
  SecretBytes newPassphrase() throws IOException {
    char[] typed = get(passphraseFile, "Choose a passphrase for the profile on this machine: ");
    if (passphraseFile == null && !Arrays.equals(typed, get(null, "Once more: "))) {
      throw new MessengerException("The two are not the same.");
    }
    return exact(typed);
  }

  private static SecretBytes exact(char[] typed) {
    byte[] exact = new String(typed).getBytes(StandardCharsets.UTF_8);
    Arrays.fill(typed, ' ');
    try {
      return SecretBytes.copyOf(exact);
    } finally {
      Arrays.fill(exact, (byte) 0);
    }
  }

  /** Opens the account at the server. */
  String password() throws IOException {
    return new String(get(passwordFile, "Password of the account (8 characters or more): "));
  }

  /** Whether a person sits at both ends. */
  @SuppressWarnings("SystemConsoleNull") // it is null where standard input is redirected
  static boolean isTerminal() {
    java.io.Console console = System.console();
    return console != null && console.isTerminal();
  }

  @SuppressWarnings("SystemConsoleNull") // it is null where standard input is redirected
  private static char[] get(@Nullable Path file, String prompt) throws IOException {
    if (file != null) {
      List<String> lines = Files.readAllLines(file);
      if (lines.isEmpty() || lines.getFirst().isEmpty()) {
        throw new MessengerException("The file " + file + " has nothing on its first line.");
      }
      return lines.getFirst().toCharArray();
    }
    java.io.Console console = System.console();
    if (console == null || !isTerminal()) {
      throw new MessengerException(
          "There is no terminal to ask on: give --passphrase-file and --password-file.");
    }
    char[] typed = console.readPassword("%s", prompt);
    if (typed == null || typed.length == 0) {
      throw new MessengerException("Nothing was typed.");
    }
    return typed;
  }
}
