package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for passphrases and a password without echo, or reads them from files. */
final class Secrets {

  /** Characters of a new passphrase, and of the password of an account. */
  static final int LEAST = 8;

  private final @Nullable Path passphraseFile;
  private final @Nullable Path passwordFile;
  private final @Nullable Path recoveryFile;
  private final Keyboard keyboard;

  /**
   * Each secret on the first line of a file, or null to have it typed.
   *
   * @param recoveryFile holds the passphrase of a recovery file
   */
  Secrets(@Nullable Path passphraseFile, @Nullable Path passwordFile, @Nullable Path recoveryFile) {
    this(passphraseFile, passwordFile, recoveryFile, Secrets::typed);
  }

  Secrets(
      @Nullable Path passphraseFile,
      @Nullable Path passwordFile,
      @Nullable Path recoveryFile,
      Keyboard keyboard) {
    this.passphraseFile = passphraseFile;
    this.passwordFile = passwordFile;
    this.recoveryFile = recoveryFile;
    this.keyboard = keyboard;
  }

  /** Where a person types what nobody sees. */
  interface Keyboard {

    /** What is typed behind a prompt; nothing at the end of the input. */
    char[] ask(String prompt);
  }

  /** Opens the profile on this machine; the caller closes it. */
  SecretBytes passphrase() {
    return exact(get(passphraseFile, "Passphrase of the profile here: "));
  }

  /** For a new profile, which a slip of the finger would close for good. */
  SecretBytes newPassphrase() {
    return exact(
        chosen(
            passphraseFile,
            "passphrase",
            "Choose a passphrase for the profile\non this machine, 8 characters or more: "));
  }

  /**
   * In the place of that of a profile.
   *
   * @param file has it on its first line; null to have it typed
   */
  SecretBytes nextPassphrase(@Nullable Path file) {
    return exact(
        chosen(
            file,
            "passphrase",
            "Choose another passphrase for the profile\non this machine, 8 characters or more: "));
  }

  /** Opens a recovery file; the caller closes it. */
  SecretBytes recoveryPassphrase() {
    return exact(get(recoveryFile, "Passphrase of the recovery file: "));
  }

  /** For a new recovery file, which nobody may need for years. */
  SecretBytes newRecoveryPassphrase() {
    return exact(
        chosen(
            recoveryFile,
            "passphrase",
            "Choose a passphrase for the recovery file,\n8 characters or more: "));
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
  String password() {
    return new String(get(passwordFile, "Password of the account: "));
  }

  /** For a new account: nobody can bring it back. */
  String newPassword() {
    return new String(
        chosen(
            passwordFile,
            "password",
            "Choose a password for the account\nat the server, 8 characters or more: "));
  }

  /** Whether a person sits at both ends. */
  @SuppressWarnings("SystemConsoleNull") // it is null where standard input is redirected
  static boolean isTerminal() {
    java.io.Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Asks until something long enough was typed twice; a file is taken at its word, or refused. */
  private char[] chosen(@Nullable Path file, String what, String prompt) {
    String hint = "";
    while (true) {
      char[] typed = get(file, hint.isEmpty() ? prompt : hint + "\n" + prompt);
      if (typed.length < LEAST) {
        hint = "A " + what + " has at least " + LEAST + " characters.";
        if (file != null) {
          throw new MessengerException(hint + " That in the file " + file + " is shorter.");
        }
      } else if (file != null || Arrays.equals(typed, get(null, "Once more: "))) {
        return typed;
      } else {
        hint = "The two are not the same.";
      }
    }
  }

  private char[] get(@Nullable Path file, String prompt) {
    if (file != null) {
      return firstLine(file);
    }
    char[] typed = keyboard.ask(prompt);
    if (typed.length == 0) {
      throw new MessengerException("Nothing was typed, so nothing was done: begin that again.");
    }
    return typed;
  }

  private static char[] firstLine(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.isEmpty() || lines.getFirst().isEmpty()) {
        throw new MessengerException("The file " + file + " has nothing on its first line.");
      }
      return lines.getFirst().toCharArray();
    } catch (NoSuchFileException e) {
      throw new MessengerException("There is no file " + file + ".", e);
    } catch (AccessDeniedException e) {
      throw new MessengerException("The file " + file + " may not be read by you.", e);
    } catch (CharacterCodingException e) {
      throw new MessengerException("The file " + file + " is no text in UTF-8.", e);
    } catch (IOException e) {
      throw new MessengerException("The file " + file + " cannot be read: is it one?", e);
    }
  }

  @SuppressWarnings("SystemConsoleNull") // it is null where standard input is redirected
  private static char[] typed(String prompt) {
    java.io.Console console = System.console();
    if (console == null || !isTerminal()) {
      throw new MessengerException(
          "There is no terminal to ask on: give --passphrase-file, --password-file and, for a recovery"
              + " file, --recovery-passphrase-file.");
    }
    char[] typed = console.readPassword("%s", prompt);
    return typed == null ? new char[0] : typed;
  }
}
