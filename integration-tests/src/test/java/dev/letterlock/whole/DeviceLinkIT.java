package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.DeviceLink;
import dev.letterlock.client.messenger.DeviceRequest;
import dev.letterlock.client.messenger.LinkAnswer;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.MessengerSettings;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.Sodium;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new device is let in by the code that it shows (docs/E2EE.md §2.10). */
class DeviceLinkIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final MessengerListener NOBODY = new MessengerListener() {};

  @TempDir Path folder;
  private RunningServer server;
  private Meddler meddler;
  private Messenger phone;
  private Messenger bob;
  private DeviceRequest tablet;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    meddler = new Meddler(server.url());
    phone = Profiles.signUp(server.url(), folder.resolve("phone"), "alice", NOBODY);
    bob = Profiles.signUp(server.url(), folder.resolve("bob"), "bob", NOBODY);
    List.of(phone, bob).forEach(Messenger::start);
    tablet = Messenger.requestDevice(tabletsSettings(), "alice", Profiles.PASSWORD);
  }

  @AfterEach
  void stop() throws Exception {
    tablet.close();
    List.of(phone, bob).forEach(Messenger::close);
    meddler.close();
    server.close();
  }

  @Test
  void handsOverThePlaceInTheAccountAndTheKeysOfContacts() {
    phone.markVerified("bob", phone.safetyNumber("bob"));
    try (DeviceLink link = tablet.link();
        LinkAnswer answer = phone.account().answerLink(link.code())) {
      assertThat(link.digits()).contains(answer.digits());
      assertThat(link.complete()).as("before the other one's word").isFalse();
      answer.confirm();
      answer.confirm();
      assertThat(link.complete()).isTrue();
    }
    tablet.close();

    try (Messenger opened = Messenger.open(tabletsSettings(), NOBODY)) {
      opened.start();
      assertThat(opened.isVerified("bob")).isTrue();
      opened.conversationWith("bob").send("from the tablet");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(Chats.texts(bob, "alice")).containsExactly("from the tablet"));
      assertThat(phone.devices("alice")).hasSize(2);
    }
  }

  @Test
  void isLetInByNobodyBeforeTheDigitsWereCompared() {
    try (DeviceLink link = tablet.link()) {
      assertThat(link.digits()).isEmpty();
      assertThatThrownBy(link::complete).hasMessage("The digits have to be compared before.");
    }
    assertThat(phone.devices("alice")).hasSize(1);
  }

  @Test
  void isAnsweredOnce() {
    try (DeviceLink link = tablet.link();
        LinkAnswer _ = phone.account().answerLink(link.code())) {
      assertThatThrownBy(() -> phone.account().answerLink(link.code()))
          .isInstanceOf(MessengerException.class)
          .hasMessageStartingWith("That code was answered before");
    }
  }

  /** Somebody who has seen the code, and the server, put a key of their own into the mailbox. */
  @Test
  void showsOtherDigitsIfSomebodyElseAnswers() {
    String foreign =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                new E1(Sodium.load()).sodium().agreementKeyPair().publicKey().toByteArray());
    meddler.answer(
        (_, body) -> body.replaceAll("\"key\":\"[^\"]*\"", "\"key\":\"" + foreign + "\""));
    try (DeviceLink link = tablet.link();
        LinkAnswer answer = phone.account().answerLink(link.code())) {
      assertThat(link.digits().orElseThrow()).isNotEqualTo(answer.digits());
      answer.confirm();

      assertThatThrownBy(link::complete)
          .hasMessageStartingWith("The answer is not from the device");
    }
    assertThat(phone.devices("alice")).hasSize(1);
  }

  /** The server shows another new device under the link, such as one of its own. */
  @Test
  void answersOnlyTheDeviceThatShowedTheCode() throws Exception {
    Messenger.requestDevice(
            Profiles.settings(server.url(), folder.resolve("other")), "alice", Profiles.PASSWORD)
        .close();
    try (DeviceLink link = tablet.link()) {
      byte[] changed = link.code();
      changed[changed.length - 1] ^= 1;

      assertThatThrownBy(() -> phone.account().answerLink(changed))
          .hasMessageStartingWith(
              "What the server has is not from the device that showed the code");
      assertThat(link.digits()).isEmpty();
    }
  }

  @Test
  void answersNoCodeOfAnotherKindOrAccount() {
    try (DeviceLink link = tablet.link()) {
      assertThatThrownBy(() -> bob.account().answerLink(link.code()))
          .hasMessageStartingWith("That code is good no more, or of another account");
      assertThatThrownBy(() -> phone.account().answerLink(tablet.certificate()))
          .hasMessage("That is not the code of a new device. Copy the whole code that it shows.");
      assertThat(link.digits()).isEmpty();
    }
  }

  private MessengerSettings tabletsSettings() {
    return Profiles.settings(meddler.url(), folder.resolve("tablet"));
  }
}
