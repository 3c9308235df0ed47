package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.MessengerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program dies in the middle of signing up, and is started again. */
class CutOffSignUpIT {
  private static final MessengerListener NOBODY = new MessengerListener() {};
  private static final String UNAVAILABLE =
      "HTTP/1.1 503 -\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
  private static final String GOES_ON = "-- Signing up was cut off here: going on with it.";

  @TempDir Path folder;
  private final CompletableFuture<ChatProcess> victim = new CompletableFuture<>();
  private RunningServer server;
  private Meddler meddler;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    meddler = new Meddler(server.url());
  }

  @AfterEach
  void stop() throws Exception {
    meddler.close();
    server.close();
  }

  /** The server never hears of the request. */
  @ParameterizedTest
  @CsvSource({"POST /v1/register,", "POST /v1/register,--sign-in", "POST /v1/devices,"})
  void isFinishedAfterAKillBeforeAStep(String step, @Nullable String option) throws Exception {
    meddler.request((request, _) -> {
      if (!request.startsWith(step)) {
        return null;
      }
      kill();
      return UNAVAILABLE;
    });
    isFinished(option == null ? new String[0] : new String[] {option});
  }

  /** The server has done it, and nobody hears the answer. */
  @ParameterizedTest
  @ValueSource(strings = {"/v1/register", "/v1/devices"})
  void isFinishedAfterAKillBehindAStep(String step) throws Exception {
    meddler.answer((path, body) -> {
      if (path.equals(step)) {
        kill();
      }
      return body;
    });
    isFinished();
  }

  @Test
  void isFinishedWhereItsWitnessIsLost() throws Exception {
    meddler.answer((path, body) -> {
      if (path.equals("/v1/devices")) {
        kill();
      }
      return body;
    });
    runAndDie();
    Files.delete(folder.resolve("alice").resolve("profile.witness"));
    try (ChatProcess alice = new ChatProcess(folder, server.url(), "alice", "2")) {
      alice.sees(GOES_ON);
      isReached(alice);
    }
  }

  @Test
  void goesOnByItselfAfterAKillBeforeThePreKeysLeft() throws Exception {
    meddler.request((request, _) -> {
      if (!request.startsWith("PUT /v1/prekeys")) {
        return null;
      }
      kill();
      return UNAVAILABLE;
    });
    runAndDie();
    try (ChatProcess alice = new ChatProcess(folder, server.url(), "alice", "2")) {
      isReached(alice);
      assertThat(alice.shown()).doesNotContain(GOES_ON);
    }
  }

  @Test
  void refusesAFurtherDeviceAsLongAsThereIsNoFirst() throws Exception {
    meddler.answer((path, body) -> {
      if (path.equals("/v1/register")) {
        kill();
      }
      return body;
    });
    runAndDie();
    try (ChatProcess alice =
        new ChatProcess(folder, server.url(), "alice", "alice", "2", "--new-device")) {
      alice.sees("chat: The account has no device yet that could admit this one");
    }
    try (ChatProcess alice = new ChatProcess(folder, server.url(), "alice", "3")) {
      isReached(alice);
    }
  }

  @Test
  void givesWayToADeviceThatCameFirst() throws Exception {
    meddler.request((request, _) -> request.startsWith("POST /v1/devices") ? UNAVAILABLE : null);
    MessengerSettings begun = Profiles.settings(meddler.url(), folder.resolve("begun"));
    assertThatThrownBy(() -> Messenger.signUp(begun, "alice", Profiles.PASSWORD, NOBODY))
        .isInstanceOf(MessengerException.class);
    meddler.behave();
    assertThatThrownBy(() -> Messenger.signUp(begun, "bob", Profiles.PASSWORD, NOBODY))
        .hasMessageContaining("begun in this profile by alice");

    try (Messenger first =
        Profiles.signUp(server.url(), folder.resolve("first"), "alice", NOBODY)) {
      assertThatThrownBy(() -> Messenger.requestDevice(begun, "alice", Profiles.PASSWORD))
          .hasMessageContaining("finish that first");
      assertThatThrownBy(() -> Messenger.signUp(begun, "alice", Profiles.PASSWORD, NOBODY))
          .hasMessageContaining("make this a further device");

      Profiles.join(server.url(), folder.resolve("begun"), first, NOBODY).close();
    }
  }

  /** Its first device kept the list that the new one took to the server. */
  @Test
  void finishesAFurtherDeviceWhoseAnswerWasLost() throws Exception {
    try (Messenger first =
        Profiles.signUp(server.url(), folder.resolve("first"), "alice", NOBODY)) {
      meddler.answer((path, body) -> path.equals("/v1/devices") ? "" : body);
      assertThatThrownBy(
              () -> Profiles.join(meddler.url(), folder.resolve("second"), first, NOBODY))
          .isInstanceOf(MessengerException.class);
      meddler.behave();
      MessengerSettings second = Profiles.settings(server.url(), folder.resolve("second"));

      try (Messenger finished = Messenger.signUp(second, "alice", Profiles.PASSWORD, NOBODY)) {
        assertThat(finished.devices("alice")).hasSize(2);
      }
    }
  }

  private void kill() {
    victim.join().close();
  }

  private void runAndDie() throws Exception {
    try (ChatProcess first = new ChatProcess(folder, meddler.url(), "alice", "1")) {
      victim.complete(first);
      first.awaitEnd();
    }
    assertThat(Messenger.hasProfile(folder.resolve("alice"))).isTrue();
  }

  private void isFinished(String... more) throws Exception {
    runAndDie();
    try (ChatProcess alice = new ChatProcess(folder, server.url(), "alice", "alice", "2", more)) {
      if (more.length == 0) {
        alice.sees(GOES_ON);
      }
      isReached(alice);
    }
  }

  private void isReached(ChatProcess alice) {
    alice.sees("-- connected");
    try (Messenger bob = Profiles.signUp(server.url(), folder.resolve("bob"), "bob", NOBODY)) {
      bob.start();
      bob.conversationWith("alice").send("welcome");
      alice.sees("● bob wrote");
    }
  }
}
