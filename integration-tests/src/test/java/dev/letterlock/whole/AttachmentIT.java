package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Attachment;
import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Progress;
import dev.letterlock.crypto.AttachmentSizes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files between people, through the real server and its disk. */
class AttachmentIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final MessengerListener NOBODY = new MessengerListener() {};
  private static final int LARGE = 10 << 20;
  private static final AtomicInteger SIZES = new AtomicInteger(200_000);

  @TempDir static Path folder;
  private static RunningServer server;
  private static Messenger alice;
  private static Messenger tablet;
  private static Messenger bob;

  @BeforeAll
  static void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    alice = Profiles.signUp(server.url(), folder.resolve("alice"), "alice", NOBODY);
    bob = Profiles.signUp(server.url(), folder.resolve("bob"), "bob", NOBODY);
    tablet = Profiles.join(server.url(), folder.resolve("tablet"), alice, NOBODY);
    Stream.of(alice, bob, tablet).forEach(Messenger::start);
  }

  @AfterAll
  static void stop() {
    Stream.of(tablet, bob, alice).forEach(Messenger::close);
    server.close();
  }

  @Test
  void bringsAFileToTheOtherAndToOnesOwnDevices() throws IOException {
    Path file = Files.move(file(next()), folder.resolve("holiday.png"));
    Message sent = alice.conversationWith("bob").sendFile(file, Progress.UNHEARD);

    assertThat(sent.text()).isEmpty();
    assertThat(sent.attachment()).isEqualTo(new Attachment("image/png", Files.size(file)));
    for (Messenger reader : List.of(bob, tablet)) {
      Conversation read =
          conversation(reader, sent.author().equals(reader.name()) ? "bob" : "alice");
      Message came = arrived(() -> read, sent);
      Path saved = folder.resolve(reader == bob ? "saved-by-bob" : "saved-by-tablet");

      read.saveFile(came, saved, Progress.UNHEARD);

      assertThat(came.attachment()).isEqualTo(sent.attachment());
      assertThat(saved).hasSameBinaryContentAs(file);
      assertThatThrownBy(() -> read.saveFile(came, saved, Progress.UNHEARD))
          .isInstanceOf(MessengerException.class)
          .hasMessageContaining("already: give another name");
    }
  }

  @Test
  void bringsAFileToAGroup() throws IOException {
    Conversation group = alice.createGroup("pictures", List.of("bob")).conversation();
    Path file = file(next());
    Message sent = group.sendFile(file, Progress.UNHEARD);
    await().atMost(PATIENCE).until(() -> Chats.group(bob, "pictures").isPresent());
    Message came = arrived(() -> Chats.group(bob, "pictures").orElseThrow(), sent);
    Path saved = folder.resolve("saved-of-group");

    Chats.group(bob, "pictures").orElseThrow().saveFile(came, saved, Progress.UNHEARD);

    assertThat(saved).hasSameBinaryContentAs(file);
  }

  @Test
  void keepsNothingOfABlobThatWasChanged() throws IOException {
    Message came = sentToBob(file(next()));
    try (RandomAccessFile blob = new RandomAccessFile(stored(came).toFile(), "rw")) {
      blob.seek(100_000);
      int before = blob.read();
      blob.seek(100_000);
      blob.write(before ^ 1);
    }

    isRefused(came, "is not the one that was sent");
  }

  @Test
  void keepsNothingOfABlobThatWasCutShort() throws IOException {
    Message came = sentToBob(file(next()));
    try (RandomAccessFile blob = new RandomAccessFile(stored(came).toFile(), "rw")) {
      blob.setLength(blob.length() - 1);
    }

    isRefused(came, "not at the server any more");
  }

  @Test
  void goesOnWithAFetchThatBrokeOff() throws IOException {
    Path file = file(LARGE);
    Message came = sentToBob(file);
    Path saved = folder.resolve("saved-in-two-runs");
    Conversation withAlice = bob.conversationWith("alice");
    Progress broken =
        (done, _) -> {
          if (done > 0) {
            throw new IllegalStateException("gone");
          }
        };
    assertThatThrownBy(() -> withAlice.saveFile(came, saved, broken)).hasMessageContaining("gone");
    assertThat(saved).doesNotExist();
    List<Long> heard = new ArrayList<>();

    withAlice.saveFile(came, saved, (done, _) -> heard.add(done));

    assertThat(heard.getFirst()).isPositive();
    assertThat(saved).hasSameBinaryContentAs(file);
    assertThat(hidden()).isEmpty();
  }

  @Test
  void goesOnWithAnUploadOverARestartOfTheServer() throws Exception {
    Path data = folder.resolve("data2");
    RunningServer first = new RunningServer(data);
    Map<String, String> samePort = Map.of("PORT", Integer.toString(first.url().port()));
    List<RunningServer> running = new ArrayList<>(List.of(first));
    Path file = file(LARGE);
    List<Long> heard = new ArrayList<>();
    try (Messenger carol = Profiles.signUp(first.url(), folder.resolve("carol"), "carol", NOBODY);
        Messenger dave = Profiles.signUp(first.url(), folder.resolve("dave"), "dave", NOBODY)) {
      carol.start();
      Progress restarting =
          (done, _) -> {
            if (done > 0 && running.size() == 1) {
              running.add(restarted(first, data, samePort));
            }
            heard.add(done);
          };

      Message sent = carol.conversationWith("dave").sendFile(file, restarting);

      dave.start();
      Message came = arrived(() -> conversation(dave, "carol"), sent);
      Path saved = folder.resolve("saved-by-dave");
      conversation(dave, "carol").saveFile(came, saved, Progress.UNHEARD);
      assertThat(saved).hasSameBinaryContentAs(file);
      assertThat(heard).isSorted().doesNotHaveDuplicates();
    } finally {
      running.getLast().close();
    }
  }

  @Test
  void saysWhatCannotBeSent() throws IOException {
    Conversation withBob = alice.conversationWith("bob");
    Path huge = folder.resolve("huge");
    try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
      sparse.setLength((100 << 20) + 1);
    }

    assertThatThrownBy(() -> withBob.sendFile(folder.resolve("nowhere"), Progress.UNHEARD))
        .hasMessageContaining("There is no file");
    assertThatThrownBy(() -> withBob.sendFile(folder, Progress.UNHEARD))
        .hasMessageContaining("is a folder");
    assertThatThrownBy(() -> withBob.sendFile(huge, Progress.UNHEARD))
        .hasMessageContaining("larger than this server takes");
    Files.delete(huge);
  }

  private static RunningServer restarted(
      RunningServer before, Path data, Map<String, String> samePort) {
    before.close();
    try {
      return new RunningServer(data, samePort);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void isRefused(Message came, String why) throws IOException {
    Path saved = folder.resolve("saved-" + came.id());
    Conversation withAlice = bob.conversationWith("alice");

    assertThatThrownBy(() -> withAlice.saveFile(came, saved, Progress.UNHEARD))
        .isInstanceOf(MessengerException.class)
        .hasMessageContaining(why);

    assertThat(saved).doesNotExist();
    assertThat(hidden()).isEmpty();
  }

  private static Message sentToBob(Path file) {
    Message sent = alice.conversationWith("bob").sendFile(file, Progress.UNHEARD);
    return arrived(() -> conversation(bob, "alice"), sent);
  }

  private static Conversation conversation(Messenger of, String with) {
    return of.conversationWith(with);
  }

  private static Message arrived(Supplier<Conversation> where, Message sent) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                where.get().messages().stream()
                    .filter(message -> message.id().equals(sent.id()))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** The server's file, by its size, which no other test's has. */
  private static Path stored(Message message) throws IOException {
    Attachment attachment = message.attachment();
    if (attachment == null) {
      throw new AssertionError("a text");
    }
    long size = AttachmentSizes.blobSizeFor(attachment.size());
    try (Stream<Path> files = Files.walk(folder.resolve("data").resolve("blobs"))) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.toFile().length() == size)
          .findFirst()
          .orElseThrow();
    }
  }

  /** What a fetch may have left. */
  private static List<Path> hidden() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".")).toList();
    }
  }

  private static int next() {
    return SIZES.addAndGet(20_000);
  }

  private static Path file(int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Path file = Files.createTempFile(folder, "sent", "");
    return Files.write(file, content);
  }
}
