package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.client.messenger.CheapRecovery;
import dev.letterlock.client.messenger.DeviceRequest;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.MessengerSettings;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code letterlock chat} is given a recovery file, and does not come to open it. */
class UnusedRecoveryFileIT {
  private static final MessengerListener NOBODY = new MessengerListener() {};

  /** As {@link ChatProcess} has it, for profile and account. */
  private static final String SECRET = "a long enough secret";

  private static final SecretBytes PASSPHRASE =
      SecretBytes.copyOf(SECRET.getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;
  private RunningServer server;
  private Meddler meddler;
  private Messenger phone;
  private Path file;

  @BeforeEach
  void begin() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    meddler = new Meddler(server.url());
    phone =
        Messenger.signUp(
            Profiles.settings(server.url(), folder.resolve("phone")), "alice", SECRET, NOBODY);
    file = folder.resolve("alice.recovery");
    CheapRecovery.write(phone, file, PASSPHRASE);
  }

  @AfterEach
  void end() throws Exception {
    phone.close();
    meddler.close();
    server.close();
  }

  /** The answer of the phone has made it a device, without the key, and nobody heard of it. */
  @Test
  void saysThatTheDeviceWasAdmittedWithoutIt() throws Exception {
    meddler.answer((path, body) -> path.equals("/v1/devices") ? "" : body);
    MessengerSettings settings =
        MessengerSettings.of(meddler.url(), folder.resolve("tablet"), PASSPHRASE);
    try (DeviceRequest request = Messenger.requestDevice(settings, "alice", SECRET)) {
      byte[] answer = phone.account().admit(request.certificate());
      assertThatThrownBy(() -> request.complete(answer)).isInstanceOf(MessengerException.class);
    }
    meddler.behave();

    try (ChatProcess tablet = tablet()) {
      tablet.sees(
          "-- This device is on the signed list of your account now, but does not hold its");
      tablet.sees("the recovery file was not used.");
      tablet.sees("-- connected");
      assertThat(tablet.shown()).doesNotContain("and holds its key");
    }
  }

  @Test
  void doesNotBelieveThatItsAccountHasNoDevice() throws Exception {
    meddler.answer((path, body) ->
        path.equals("/v1/login")
            ? body.replaceAll("\"first_device\": *false", "\"first_device\":true")
            : body);

    try (ChatProcess tablet = tablet()) {
      tablet.sees("chat: The server says that the account has no device, which does not fit");
      assertThat(tablet.endInput()).isOne();
      assertThat(tablet.shown()).contains("Nothing was made.").doesNotContain("--new-device");
    }
    assertThat(folder.resolve("tablet")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--new-device", "--sign-in", "--change-passphrase"})
  void goesWithNothingElse(String option) throws Exception {
    try (ChatProcess tablet = tablet(option)) {
      assertThat(tablet.endInput()).isEqualTo(2);
      assertThat(tablet.shown().strip())
          .startsWith("chat: --recovery-file goes with none of --new-device, --sign-in and")
          .hasLineCount(1);
    }
    assertThat(folder.resolve("tablet")).doesNotExist();
  }

  private ChatProcess tablet(String... more) throws Exception {
    String[] options = new String[more.length + 1];
    options[0] = "--recovery-file=" + file;
    System.arraycopy(more, 0, options, 1, more.length);
    return new ChatProcess(folder, meddler.url(), "alice", "tablet", "1", options);
  }
}
