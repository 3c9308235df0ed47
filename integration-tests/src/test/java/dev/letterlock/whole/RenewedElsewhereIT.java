package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.Notice.Kind;
import org.junit.jupiter.api.Test;

/** The account key is renewed, and those who held it are told what that means for them. */
class RenewedElsewhereIT extends RecoveryCase {
  private static final String RENEWED = "Your account has a new identity key, signed by the old.";
  private static final String OF_NO_USE =
      " The recovery file that was written or used here is of no use now: write another";

  @Test
  void theOtherHolderIsToldOnceThatItHoldsTheKeyNoMore() {
    Ear tabletsEar = new Ear();
    Messenger tablet = recovered(tabletsEar);
    talk(tablet, "before");

    tablet.account().renewKey();
    talk(tablet, "between");

    phonesEar.awaits(
        Kind.REMARK,
        RENEWED
            + " Another device renewed it, and this one holds the key no more: it cannot admit or"
            + " remove devices."
            + OF_NO_USE
            + " on a device that holds the key.");
    tabletsEar.awaits(Kind.REMARK, RENEWED + OF_NO_USE + ".");
    assertThat(phone.account().holdsAccountKey()).isFalse();

    tablet.account().renewKey();
    talk(tablet, "after");

    phonesEar.awaitsOnly(RENEWED);
    tabletsEar.awaitsOnly(RENEWED);
    assertThat(phonesEar.count(OF_NO_USE)).isOne();
    assertThat(tabletsEar.count(OF_NO_USE)).isOne();
  }

  /** It never held the key, and has nothing to do. */
  @Test
  void aLinkedDeviceIsToldOfTheKeyAlone() {
    Ear laptopsEar = new Ear();
    Messenger laptop =
        started(Profiles.join(server.url(), folder.resolve("laptop"), phone, laptopsEar));
    talk(laptop, "before");

    phone.account().renewKey();

    laptopsEar.awaitsOnly(RENEWED);
  }

  @Test
  void oneThatDidNotHearThatItRenewedTheKeyIsToldAtTheNextStart() {
    Messenger tablet = recovered();
    talk(tablet, "before");
    meddler.answer((path, body) -> path.equals("/v1/list") ? "" : body);
    assertThatThrownBy(() -> tablet.account().renewKey()).isInstanceOf(MessengerException.class);
    meddler.behave();
    tablet.close();

    Ear ear = new Ear();
    Messenger again = started(Messenger.open(tablet(), ear));

    ear.awaits(Kind.REMARK, RENEWED + OF_NO_USE + ".");
    assertThat(again.account().holdsAccountKey()).isTrue();
    talk(again, "after");
    assertThat(ear.count(OF_NO_USE)).isOne();
  }
}
