package dev.letterlock.client.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.Nobody;
import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerSettings;
import dev.letterlock.client.messenger.StoredProfile;
import dev.letterlock.client.transport.ServerUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alice, who knows Bob, types while no server can be reached. */
class ChatTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Typed when the screen says that there is no connection. */
  private static final String ONCE_OFFLINE = "";

  /** Then all messages are told once more. */
  private static final String AGAIN = "again";

  @TempDir Path folder;
  private final List<String> printed = new CopyOnWriteArrayList<>();
  private final List<String> prompts = new CopyOnWriteArrayList<>();
  private final Secrets secrets =
      new Secrets(
          null,
          null,
          null,
          prompt -> {
            printed.add(prompt);
            return "a long enough secret".toCharArray();
          });
  private MessengerSettings settings;
  private final ServerUrl nowhere = Nobody.url();
  private List<String> toBob = List.of();

  @BeforeEach
  void signUp() {
    settings = StoredProfile.onDisk(nowhere, folder.resolve("alice"));
  }

  @Test
  void sendsNothingToTheOneBeforeWhereAnotherOneWasMeant() throws IOException {
    boolean done =
        chat("/to bob", "one", "/to nobodyq", "two", "/group new supper nobodyq", "three");

    assertThat(done).isFalse();
    assertThat(toBob).containsExactly("one");
    assertThat(screen())
        .contains(
            "! The server at " + nowhere + " cannot be reached. No conversation is open now.",
            "! No conversation is open: /to NAME opens one.");
  }

  @Test
  void sendsATextThatBeginsWithASlash() throws IOException {
    chat("/to bob", "//shrug", "///");

    assertThat(toBob).containsExactly("/shrug", "//");
  }

  @Test
  void saysThatHalfOfACharacterWasNotSent() throws IOException {
    chat("/to bob", "broken \ud83d");

    assertThat(toBob).isEmpty();
    assertThat(screen()).contains("! That text was not sent: it has half of a character in it");
  }

  @Test
  void saysToScriptsWhetherAllWasDone() throws IOException {
    assertThat(chat("/to bob", "/history")).isTrue();
    assertThat(chat("/nonsense")).isFalse();
    assertThat(chat("/to bob", "not sent")).isFalse();
  }

  @Test
  void saysThatAndWhereTheServerCannotBeReached() throws IOException {
    chat(ONCE_OFFLINE, "/to bob", "hello");

    assertThat(screen())
        .contains(
            "-- offline: the server at " + nowhere + " cannot be reached;", "… waits here: hello");
    assertThat(prompts.getLast()).isEqualTo("offline bob> ");
  }

  @Test
  void saysThatAGroupIsMadeLater() throws IOException {
    chat("/group new \"lunch time\" bob");

    assertThat(screen()).contains("The group is kept, and made as soon as that works.");
    try (Messenger alice = Messenger.open(settings, new Quiet())) {
      assertThat(alice.conversations()).extracting(Conversation::title).containsExactly("bob");
    }
  }

  @Test
  void keepsNobodyOutOfAGroupForAnotherName() throws IOException {
    chat("/to bob", "/group add bob carol");

    assertThat(screen()).contains("! That is a conversation of two, not a group.");
  }

  @Test
  void saysWhatIsEmptyOrWaitsForNoWord() throws IOException {
    chat("/notices", "/reject bob", "/accept bob", "/verify nobodyq");

    assertThat(screen())
        .contains("-- Nothing was told yet.", "! No changed key of bob waits for your word.")
        .doesNotContain("once more", "/safety nobodyq");
  }

  @Test
  void renewsNoKeyBeforeItHasSaidWhatFollows() throws IOException {
    assertThat(chat("/renew", "/renew", "/renew please")).isTrue();

    assertThat(screen()).contains("cannot be taken back", "/renew yes does it").doesNotContain("!");
  }

  /** Whether the key is in force only the server knows. */
  @Test
  void writesNoRecoveryFileWithoutANameOrTheServer() throws IOException {
    Path file = folder.resolve("alice.recovery");

    assertThat(chat("/recovery", "/recovery " + file, "/recovery a\0b")).isFalse();

    assertThat(screen())
        .contains(
            "! /recovery needs the name of a new file.",
            "Choose a passphrase for the recovery file",
            "Once more: ",
            "! The server at " + nowhere + " cannot be reached.",
            "! No file can be called a");
    assertThat(folder)
        .isDirectoryContaining("glob:**/alice")
        .isDirectoryNotContaining("glob:**.recovery*");
  }

  @Test
  void writesNoRecoveryFileOverAnother() throws IOException {
    Path file = Files.writeString(folder.resolve("letter"), "dear bob");

    assertThat(chat("/recovery " + file)).isFalse();

    assertThat(screen()).contains("! There is a file " + file + " already: give another name.");
    assertThat(file).hasContent("dear bob");
  }

  @Test
  void saysWhatAllCommandsDoWithAnExample() throws IOException {
    chat("/help");
    List<String> commands =
        screen().lines().filter(line -> line.startsWith("  /")).map(ChatTest::name).toList();
    printed.clear();

    assertThat(chat(commands.stream().map(name -> "/help " + name).toArray(String[]::new)))
        .isTrue();

    assertThat(commands).contains("/renew", "/group new", "/evidence", "/quit");
    assertThat(screen().lines().filter(line -> line.startsWith("  For example: /")))
        .hasSameSizeAs(commands);
  }

  /** Its name, with that of a group's command behind /group. */
  private static String name(String line) {
    String[] words = line.strip().split(" +", 3);
    return words[0].equals("/group") && !words[1].equals("…") ? "/group " + words[1] : words[0];
  }

  @Test
  void saysHowTitlesOfMoreWordsAreTyped() throws IOException {
    chat(
        "/group new \"summer plans bob",
        "/group new “summer plans” bob",
        "/group new bob",
        "/group new summer plans bob");

    assertThat(screen())
        .contains(
            "There is a quote too many or too few. A title of more words stands in quotes:",
            "! A group needs a title and people. A title of more words stands in quotes:");
    assertThat(screen().lines().filter(line -> line.contains("The group is kept"))).hasSize(1);
  }

  @Test
  void hasNoProofOfWhatNeverHappened() throws IOException {
    chat("/evidence", "/evidence 1", "/evidence 1 " + folder.resolve("proof"));

    assertThat(screen())
        .contains(
            "-- There is no warning that can be proved to others.",
            "! It needs a number and a file.",
            "! There is no number 1. /evidence shows those that there are.");
    assertThat(folder.resolve("proof")).doesNotExist();
  }

  /** It may come between the command that shows it and the word that it has come. */
  @Test
  void showsAMessageOnceThatIsShownBeforeItIsTold() throws IOException {
    Screen screen = new Screen(new Paper(), Style.of(false));
    Paper typed = new Paper("/to bob", "one", "/history", AGAIN);
    Chat chat = new Chat(typed, screen, true, secrets);
    try (Messenger alice = Messenger.open(settings, chat)) {
      typed.again = () -> alice.conversationWith("bob").messages().forEach(chat::received);

      chat.run(alice);
    }

    assertThat(screen().lines().filter(line -> line.contains("you: one"))).hasSize(1);
  }

  private String screen() {
    return String.join("\n", printed);
  }

  private boolean chat(String... lines) throws IOException {
    Screen screen = new Screen(new Paper(lines), Style.of(false));
    Chat chat = new Chat(new Paper(lines), screen, true, secrets);
    try (Messenger alice = Messenger.open(settings, chat)) {
      boolean done = chat.run(alice);
      toBob = alice.conversationWith("bob").messages().stream().map(Message::text).toList();
      return done;
    }
  }

  private static final class Quiet implements dev.letterlock.client.messenger.MessengerListener {}

  private final class Paper implements Console {
    private final Queue<String> typed = new ArrayDeque<>();
    private Runnable again = () -> {};

    private Paper(String... lines) {
      typed.addAll(List.of(lines));
    }

    @Override
    public @Nullable String read(String prompt, List<String> words) {
      prompts.add(prompt);
      String line = typed.poll();
      if (AGAIN.equals(line)) {
        again.run();
        return "";
      }
      if (ONCE_OFFLINE.equals(line)) {
        await().atMost(PATIENCE).until(() -> screen().contains("-- offline"));
      }
      return line;
    }

    @Override
    public void print(String lines) {
      printed.add(lines);
    }

    @Override
    public void prompt(String prompt) {}

    @Override
    public void close() {}
  }
}
