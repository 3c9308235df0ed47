package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.client.messenger.DeviceRequest;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.Reason;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The making of a device by a recovery file is cut off, and begun again in the same profile. */
class RecoveryCutOffIT extends RecoveryCase {
  private static final String UNAVAILABLE =
      "HTTP/1.1 503 -\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

  /** The next run has the same device, which holds the key, without the file. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isFinishedByTheNextRun(boolean behindTheAnswer) throws Exception {
    byte[] certificate = cutOff(behindTheAnswer);

    try (DeviceRequest again = request()) {
      assertThat(again.isAdmitted()).isTrue();
    }

    try (OwnDevice device = VaultContents.device(folder.resolve("tablet"))) {
      assertThat(device.cert().encode()).isEqualTo(certificate);
    }
    Messenger tablet = started(Messenger.open(tablet(), NOBODY));
    assertThat(tablet.devices("bob")).hasSize(2);
    assertThat(tablet.account().holdsAccountKey()).isTrue();
    tablet.account().removeDevice(numberOfOther(tablet));
    talk(tablet, "whole");
  }

  /** Meanwhile the phone has taken the version that the tablet had signed a list for. */
  @Test
  void goesOnUnderTheSameCertificateWhereItsListIsWorthNothing() {
    byte[] certificate = cutOff(false);
    started(Profiles.join(server.url(), folder.resolve("laptop"), phone, NOBODY));

    try (DeviceRequest again = request()) {
      assertThat(again.isAdmitted()).isFalse();
      assertThat(again.certificate()).isEqualTo(certificate);
      again.completeWithRecovery(file, SECRET);
    }

    talk(started(Messenger.open(tablet(), NOBODY)), "at last");
    assertThat(alice.devices("bob")).hasSize(3);
  }

  /** Nothing was asked of the server yet, so the key is not kept without the device. */
  @Test
  void goesOnUnderTheSameCertificateBeforeTheServerWasAsked() {
    meddler.request((asked, _) -> asked.startsWith("GET /v1/list") ? UNAVAILABLE : null);
    byte[] certificate;
    try (DeviceRequest request = request()) {
      certificate = request.certificate();
      assertThatThrownBy(() -> request.completeWithRecovery(file, SECRET))
          .isInstanceOf(MessengerException.class);
    }
    meddler.behave();
    assertThatThrownBy(() -> Messenger.open(tablet(), NOBODY))
        .extracting(thrown -> ((MessengerException) thrown).reason())
        .isEqualTo(Reason.AWAITING_ADMISSION);

    try (DeviceRequest again = request()) {
      assertThat(again.certificate()).isEqualTo(certificate);
      again.completeWithRecovery(file, SECRET);
    }

    talk(started(Messenger.open(tablet(), NOBODY)), "from there");
  }

  /** The first device may admit it all the same. */
  @Test
  void isFinishedByAnAnswerOfTheFirstDevice() {
    try (DeviceRequest request = request()) {
      assertThatThrownBy(() -> request.completeWithRecovery(file, secret("forgotten")))
          .isInstanceOf(MessengerException.class);
      request.complete(phone.account().admit(request.certificate()));
    }

    Messenger tablet = started(Messenger.open(tablet(), NOBODY));
    assertThat(tablet.account().holdsAccountKey()).isFalse();
    talk(tablet, "admitted");
  }

  /** The certificate that was asked with. */
  private byte[] cutOff(boolean behindTheAnswer) {
    if (behindTheAnswer) {
      meddler.answer((path, body) -> path.equals("/v1/devices") ? "" : body);
    } else {
      meddler.request((asked, _) -> asked.startsWith("POST /v1/devices") ? UNAVAILABLE : null);
    }
    try (DeviceRequest request = request()) {
      byte[] certificate = request.certificate();
      assertThatThrownBy(() -> request.completeWithRecovery(file, SECRET))
          .isInstanceOf(MessengerException.class);
      meddler.behave();
      return certificate;
    }
  }
}
