package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.CheapRecovery;
import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.DeviceRequest;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Bob's first device is gone with all that was on it: a new one is made by the recovery file. */
class RecoveryIT extends RecoveryCase {

  @Test
  void contactsSeeNothingButANewDevice() throws Exception {
    talk(phone, "before");
    String number = alice.safetyNumber("bob");
    lose();

    Messenger tablet = recovered();

    talk(tablet, "after");
    alicesEar.awaits(Kind.DEVICES_CHANGED, "bob changed devices: 1 added, 0 removed.");
    assertThat(alice.isVerified("bob")).isTrue();
    assertThat(alice.safetyNumber("bob")).isEqualTo(number);
    assertThat(tablet.safetyNumber("alice")).isEqualTo(number);
    assertThat(tablet.account().holdsAccountKey()).isTrue();
  }

  @Test
  void theNewDeviceSignsTheLostOneOut() throws Exception {
    lose();
    Messenger tablet = recovered();
    talk(tablet, "first");

    tablet.account().removeDevice(numberOfOther(tablet));

    alicesEar.awaits(Kind.DEVICES_CHANGED, "bob changed devices: 0 added, 1 removed.");
    assertThat(tablet.devices("bob")).hasSize(1);
    talk(tablet, "then");
    assertThat(alice.isVerified("bob")).isTrue();
  }

  @Test
  void oneRequestAdmitsOnce() throws Exception {
    lose();
    DeviceRequest request = request();
    request.completeWithRecovery(file, SECRET);

    assertThat(request.isAdmitted()).isTrue();
    assertThatThrownBy(() -> request.completeWithRecovery(file, SECRET))
        .isInstanceOf(MessengerException.class)
        .hasMessage("This device is admitted already.");
    request.close();
    assertThatThrownBy(() -> request.completeWithRecovery(file, SECRET))
        .isInstanceOfSatisfying(
            MessengerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
    talk(started(Messenger.open(tablet(), NOBODY)), "once");
  }

  @Test
  void theNewDeviceAdmitsAThirdOne() throws Exception {
    lose();
    Messenger tablet = recovered();

    Messenger laptop =
        started(Profiles.join(server.url(), folder.resolve("laptop"), tablet, NOBODY));

    talk(laptop, "from the third");
    assertThat(laptop.account().holdsAccountKey()).isFalse();
    await().atMost(PATIENCE).until(() -> Chats.texts(tablet, "alice").size() == 2);
    assertThat(alice.devices("bob")).hasSize(3);
  }

  /** The laptop does not hold the account key, and would not hear of the tablet before it wrote. */
  @Test
  void theOthersThatAreLeftAreTold() throws Exception {
    Ear laptopsEar = new Ear();
    Messenger laptop =
        started(Profiles.join(server.url(), folder.resolve("laptop"), phone, laptopsEar));
    talk(laptop, "before");
    lose();

    Messenger tablet = recovered();

    laptopsEar.awaits(Kind.DEVICES_CHANGED, "Your devices have changed: 1 added, 0 removed.");
    laptop.conversationWith("alice").send("seen by all");
    await().atMost(PATIENCE).until(() -> Chats.texts(tablet, "alice").contains("seen by all"));
    assertThat(laptopsEar.told(Kind.ALARM)).isEmpty();
  }

  /**
   * Nobody is left who could tell the members of it, so it asks for the key to the first message,
   * and gets that to the next ones.
   */
  @Test
  void theNewDeviceReadsTheGroupsOfTheAccount() throws Exception {
    Conversation group = alice.createGroup("breakfast", List.of("bob")).conversation();
    group.send("for the phone");
    await().atMost(PATIENCE).until(() -> isRead(phone, "for the phone"));
    lose();

    Ear ear = new Ear();
    Messenger tablet = recovered(ear);
    group.send("for the phone too");
    ear.awaits(Kind.REFUSED, "A message was sent before this device was given the key to it.");
    group.send("for the tablet");

    await().atMost(PATIENCE).until(() -> isRead(tablet, "for the tablet"));
    Chats.group(tablet).orElseThrow().send("here I am");
    await().atMost(PATIENCE).until(() -> Chats.texts(group).contains("here I am"));
  }

  @Test
  void theFileIsGoodAgainAndAgainUntilTheKeyIsRenewed() throws Exception {
    lose();
    Messenger tablet = recovered();
    assertThat(tablet.account().isRecoveryOutdated()).isFalse();
    tablet.close();
    delete(folder.resolve("tablet"));
    Messenger next = recovered();
    talk(next, "by the same file");

    next.account().renewKey();

    assertThat(next.account().isRecoveryOutdated()).isTrue();
    assertThat(next.account().holdsAccountKey()).isTrue();
    Path newer = folder.resolve("newer.recovery");
    CheapRecovery.write(next, newer, SECRET);
    assertThat(next.account().isRecoveryOutdated()).isFalse();
    next.close();
    delete(folder.resolve("tablet"));
    try (DeviceRequest request = request()) {
      assertThatThrownBy(() -> request.completeWithRecovery(file, SECRET))
          .hasMessageContaining("the key was renewed after the file was written");
      request.completeWithRecovery(newer, SECRET);
    }
    talk(started(Messenger.open(tablet(), NOBODY)), "by the newer file");
    assertThat(alice.isVerified("bob")).isTrue();
  }

  /** As a person writes it, with what that costs. */
  @Test
  void theFileIsTheOwnersAlone() throws Exception {
    Path costly = folder.resolve("costly.recovery");

    phone.account().writeRecoveryFile(costly, SECRET);

    assertThat(costly).hasSize(125);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(costly)))
        .isEqualTo("rw-------");
    lose();
    try (DeviceRequest request = request()) {
      request.completeWithRecovery(costly, SECRET);
    }
    talk(started(Messenger.open(tablet(), NOBODY)), "at its cost");
  }

  private static boolean isRead(Messenger reader, String text) {
    return Chats.group(reader).filter(group -> Chats.texts(group).contains(text)).isPresent();
  }

  private void lose() throws IOException {
    phone.close();
    delete(folder.resolve("phone"));
  }

  private static void delete(Path profile) throws IOException {
    try (Stream<Path> all = Files.walk(profile)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
