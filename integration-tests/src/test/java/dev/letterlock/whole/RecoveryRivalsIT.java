package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.DeviceRequest;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.MessengerSettings;
import dev.letterlock.client.messenger.Notice.Kind;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The phone was not lost after all: two devices hold the account key, and both change the list. */
class RecoveryRivalsIT extends RecoveryCase {
  private static final String CHANGED_MEANWHILE =
      "The devices of the account have changed meanwhile: begin that anew.";

  @Test
  void bothChangeTheListInTurn() {
    Messenger tablet = recovered();
    phonesEar.awaits(Kind.DEVICES_CHANGED, "Your devices have changed: 1 added, 0 removed.");

    Messenger laptop =
        started(Profiles.join(server.url(), folder.resolve("laptop"), phone, NOBODY));
    tablet.account().removeDevice(ownNumber(laptop));
    Messenger watch = started(Profiles.join(server.url(), folder.resolve("watch"), phone, NOBODY));
    phone.account().removeDevice(ownNumber(tablet));

    assertThat(phone.devices("bob")).hasSize(2);
    talk(phone, "from the phone");
    talk(watch, "from the watch");
    assertThat(alice.isVerified("bob")).isTrue();
  }

  /** The phone's answer for the laptop is of a version that the tablet has taken. */
  @Test
  void anAnswerThatCameTooLateIsGivenAnew() {
    MessengerSettings settings = Profiles.settings(server.url(), folder.resolve("laptop"));
    try (DeviceRequest laptop = Messenger.requestDevice(settings, "bob", Profiles.PASSWORD)) {
      byte[] early = phone.account().admit(laptop.certificate());
      Messenger tablet = recovered();

      assertThatThrownBy(() -> laptop.complete(early)).hasMessage(CHANGED_MEANWHILE);

      laptop.complete(phone.account().admit(laptop.certificate()));
      assertThat(tablet.devices("bob")).hasSize(3);
    }
    talk(started(Messenger.open(settings, NOBODY)), "from the laptop");
  }

  /** The phone admits the laptop between the tablet's look at the list and its own list. */
  @Test
  void whoeverComesSecondIsToldAndMayBeginAnew() {
    letTheLaptopComeFirst();
    try (DeviceRequest request = request()) {
      assertThatThrownBy(() -> request.completeWithRecovery(file, SECRET))
          .isInstanceOf(MessengerException.class)
          .hasMessage(CHANGED_MEANWHILE);

      request.completeWithRecovery(file, SECRET);
    }
    Messenger tablet = started(Messenger.open(tablet(), NOBODY));

    assertThat(tablet.devices("bob")).hasSize(3);
    talk(tablet, "after all");
  }

  /** What the tablet cannot notice, as it has seen no list before, the honest server does. */
  @Test
  void aListThatFollowsAnOlderOneIsNotTaken() {
    AtomicReference<String> first = new AtomicReference<>("");
    meddler.answer((path, body) ->
        path.equals("/v1/list") ? first.updateAndGet(seen -> seen.isEmpty() ? body : seen) : body);
    letTheLaptopComeFirst();
    try (DeviceRequest request = request()) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> request.completeWithRecovery(file, SECRET))
            .hasMessage(CHANGED_MEANWHILE);
      }
      meddler.behave();

      request.completeWithRecovery(file, SECRET);
    }
    talk(started(Messenger.open(tablet(), NOBODY)), "by the newest list");
  }

  private void letTheLaptopComeFirst() {
    AtomicInteger rivals = new AtomicInteger();
    meddler.request((asked, _) -> {
      if (asked.startsWith("POST /v1/devices") && rivals.getAndIncrement() == 0) {
        started(Profiles.join(server.url(), folder.resolve("laptop"), phone, NOBODY));
      }
      return null;
    });
  }

  /** So is the phone, whose removal of the laptop comes behind the tablet's. */
  @Test
  void theFirstDeviceIsToldToo() {
    Messenger laptop =
        started(Profiles.join(server.url(), folder.resolve("laptop"), phone, NOBODY));
    Messenger tablet = recovered();
    int number = ownNumber(laptop);
    AtomicInteger rivals = new AtomicInteger();
    meddler.request((asked, _) -> {
      if (asked.startsWith("DELETE /v1/devices/") && rivals.getAndIncrement() == 0) {
        phone.account().removeDevice(number);
      }
      return null;
    });

    assertThatThrownBy(() -> tablet.account().removeDevice(number)).hasMessage(CHANGED_MEANWHILE);

    tablet.account().removeDevice(number);
    assertThat(tablet.devices("bob")).hasSize(2);
    tablet.account().renewKey();
    talk(tablet, "goes on");
  }

  @Test
  void whoeverRenewsTheKeyHoldsItAlone() {
    Messenger tablet = recovered();
    tablet.account().renewKey();

    await().atMost(PATIENCE).until(() -> !phone.account().holdsAccountKey());
    assertThatThrownBy(() -> phone.account().removeDevice(numberOfOther(phone)))
        .hasMessageStartingWith("Only a device that holds the account's key can do that");
    assertThat(tablet.account().holdsAccountKey()).isTrue();
    tablet.account().removeDevice(numberOfOther(tablet));
    talk(tablet, "alone");
    assertThat(alice.isVerified("bob")).isTrue();
  }

  private static int ownNumber(Messenger device) {
    return device.devices("bob").stream()
        .filter(known -> known.thisOne())
        .findFirst()
        .orElseThrow()
        .number();
  }
}
