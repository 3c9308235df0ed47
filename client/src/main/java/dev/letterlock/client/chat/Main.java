package dev.letterlock.client.chat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.letterlock.client.messenger.DeviceRequest;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.MessengerSettings;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code letterlock chat}: signs up when the name has no profile yet, then chats line by line. */
@Command(
    name = "letterlock chat",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    description = {
      "Chat, end-to-end encrypted, with other users of a running server. Lines are sent; /help"
          + " shows the commands, /quit ends.",
      "",
      "The first start under a name makes an account on the server, if its REGISTRATION is open,"
          + " and a profile on this machine. It asks for two things: the passphrase opens the"
          + " profile, which the server never sees; the password opens the account. Later starts"
          + " ask for the passphrase alone. Nobody can bring back either.",
      "",
      "The profile holds the keys and messages of this device in one encrypted file; beside it a"
          + " lock and a witness. Two devices of one account are two profiles: copy none, use"
          + " --new-device, or --recovery-file where no device is left that could admit it. It starts"
          + " no server.",
      ""
    })
public final class Main implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final String USUAL_SERVER = "http://127.0.0.1:8080";
  private static final String RECOVERY_ALONE =
      "--recovery-file goes with none of --new-device, --sign-in and --change-passphrase: nothing was"
          + " done, give one of them.";

  @Option(
      names = "--user",
      required = true,
      paramLabel = "NAME",
      description = "Your name on the server.")
  private String user = "";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "The server (default: the one that the profile spoke to last; for a new one "
              + USUAL_SERVER
              + ").")
  private @Nullable String url;

  @Option(
      names = "--profile",
      paramLabel = "DIR",
      description = "Where keys and messages are kept, encrypted (default: ~/.letterlock/NAME).")
  private @Nullable Path profile;

  @Option(
      names = "--witness",
      paramLabel = "DIR",
      description =
          "Where to remember how new the profile is, so that an older copy of it is noticed; best "
              + "out of reach of its backups (default: in the profile). Name it at every start; if "
              + "you name another, move the file that is there along.")
  private @Nullable Path witness;

  @Option(
      names = "--sign-in",
      description = "Ask for the account's password once more, when the server wants it.")
  private boolean signIn;

  @Option(
      names = "--new-device",
      description =
          "Make this a further device of your account, which its first one admits, or another one "
              + "that holds the account's key.")
  private boolean newDevice;

  @Option(
      names = "--recovery-file",
      paramLabel = "FILE",
      description =
          "Make this a device of your account that holds its key, by the file that /recovery wrote, "
              + "as when your first device is lost.")
  private @Nullable Path recoveryFile;

  @Option(
      names = "--recovery-passphrase-file",
      paramLabel = "FILE",
      description =
          "Holds the passphrase of a recovery file on its first line, for scripts; also for "
              + "/recovery.")
  private @Nullable Path recoveryPassphraseFile;

  @Option(
      names = "--change-passphrase",
      description = "Ask for another passphrase of the profile, put it in force, and end.")
  private boolean changePassphrase;

  @Option(
      names = "--new-passphrase-file",
      paramLabel = "FILE",
      description = "Holds that other passphrase on its first line, for scripts.")
  private @Nullable Path newPassphraseFile;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Holds the profile's passphrase on its first line, for scripts.")
  private @Nullable Path passphraseFile;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Holds the account's password on its first line, for scripts.")
  private @Nullable Path passwordFile;

  private Main() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.ERROR);
    }
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new Main()).execute(args);
  }

  @Override
  public Integer call() throws IOException {
    if (recoveryFile != null && (newDevice || signIn || changePassphrase)) {
      System.err.println("chat: " + RECOVERY_ALONE);
      return CommandLine.ExitCode.USAGE;
    }
    try {
      boolean done =
          start(directory(), new Secrets(passphraseFile, passwordFile, recoveryPassphraseFile));
      return done ? 0 : FAILED;
    } catch (MessengerException e) {
      System.err.println("chat: " + Printable.of(Hints.with(e)));
      return FAILED;
    } catch (IllegalArgumentException e) {
      System.err.println("chat: " + Printable.of(String.valueOf(e.getMessage())));
      return FAILED;
    }
  }

  /** Whether all was done that a script asked for; a person has seen what was not. */
  private boolean start(Path directory, Secrets secrets) throws IOException {
    if (recoveryFile != null) {
      DeviceRequest.requireRecoveryFile(recoveryFile);
    }
    boolean known = changePassphrase || Messenger.hasProfile(directory);
    ServerUrl server = server(known);
    try (SecretBytes passphrase = known ? secrets.passphrase() : secrets.newPassphrase()) {
      MessengerSettings settings = settings(server, directory, passphrase);
      if (changePassphrase) {
        return changePassphrase(settings, secrets);
      } else if (recoveryFile != null) {
        return recover(settings, secrets, recoveryFile);
      } else if (newDevice) {
        return join(settings, secrets);
      } else if (known) {
        return goOn(settings, secrets);
      } else {
        return signUp(
            settings,
            secrets,
            secrets.newPassword(),
            "There is no profile of " + user + " here: making one, and an account.");
      }
    }
  }

  /** Null for the one that the profile remembers. */
  private @Nullable ServerUrl server(boolean known) {
    if (url != null) {
      return ServerUrl.parse(url);
    }
    return known ? null : ServerUrl.parse(USUAL_SERVER);
  }

  private MessengerSettings settings(
      @Nullable ServerUrl server, Path directory, SecretBytes passphrase) {
    MessengerSettings usual = MessengerSettings.of(server, directory, passphrase);
    return witness == null ? usual : usual.withWitnessIn(witness);
  }

  private boolean changePassphrase(MessengerSettings settings, Secrets secrets) {
    try (SecretBytes next = secrets.nextPassphrase(newPassphraseFile)) {
      Messenger.changePassphrase(settings, next);
    }
    System.out.println(
        "The profile opens with the new passphrase from now on. Copies of it, such as backups, still"
            + " open with the old one.");
    return true;
  }

  private boolean goOn(MessengerSettings settings, Secrets secrets) throws IOException {
    String password = signIn ? secrets.password() : null;
    try {
      if (password != null) {
        Messenger.signInAgain(settings, password);
      }
      return chat(secrets, (chat, _, _) -> requireOwner(Messenger.open(settings, chat)));
    } catch (MessengerException e) {
      return switch (e.reason()) {
        case AWAITING_ADMISSION -> join(settings, secrets);
        case UNFINISHED ->
            signUp(
                settings,
                secrets,
                password == null ? secrets.password() : password,
                "Signing up was cut off here: going on with it.");
        default -> throw e;
      };
    }
  }

  /**
   * A profile named by its directory may be somebody else's than the user who is named beside it.
   */
  private Messenger requireOwner(Messenger opened) {
    String owner = opened.name();
    if (!owner.equalsIgnoreCase(user.strip())) {
      opened.close();
      throw new MessengerException(
          "That profile is of " + owner + ", not of " + user + ": name " + owner + " by --user.");
    }
    return opened;
  }

  private boolean signUp(MessengerSettings settings, Secrets secrets, String password, String why)
      throws IOException {
    return chat(
        secrets,
        (chat, _, screen) -> {
          screen.remark(why);
          return Messenger.signUp(settings, user, password, chat);
        });
  }

  private boolean join(MessengerSettings settings, Secrets secrets) throws IOException {
    return chat(
        secrets,
        (chat, console, screen) -> {
          try (DeviceRequest request = Messenger.requestDevice(settings, user, secrets::password)) {
            if (!new NewDevice(console, screen).join(request)) {
              return null;
            }
          }
          return Messenger.open(settings, chat);
        });
  }

  private boolean recover(MessengerSettings settings, Secrets secrets, Path file)
      throws IOException {
    RecoveredDevice device = new RecoveredDevice(settings, secrets, file);
    return chat(secrets, (chat, _, screen) -> device.open(user, chat, screen));
  }

  /** How a chat comes to its messenger; null if a person gave up. */
  private interface Opening {
    @Nullable Messenger open(Chat chat, Console console, Screen screen) throws IOException;
  }

  private static boolean chat(Secrets secrets, Opening opening) throws IOException {
    boolean terminal = Secrets.isTerminal();
    try (Console console = terminal ? new TerminalConsole() : pipe()) {
      Screen screen = new Screen(console, Style.of(terminal));
      Chat chat = new Chat(console, screen, terminal, secrets);
      try (Messenger opened = opening.open(chat, console, screen)) {
        boolean done = opened != null && chat.run(opened);
        return done || terminal;
      }
    }
  }

  private static Console pipe() {
    return new PipeConsole(
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        new PrintStream(System.out, true, StandardCharsets.UTF_8));
  }

  private Path directory() {
    Path usual = Messenger.profileIn(home(System.getenv()).resolve(".letterlock"), user);
    return profile == null ? usual : profile;
  }

  /** What a shell means by {@code ~}; the JVM alone would take the home of the account. */
  static Path home(Map<String, String> environment) {
    String named = environment.getOrDefault("HOME", "");
    return Path.of(named.isBlank() ? System.getProperty("user.home") : named);
  }
}
