package dev.letterlock.client.messenger.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.RefusedException.Remedy;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.Said;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.Hash32;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which devices a message is sealed for when the server gives no good keys of some. */
class SealerTest extends SealingCase {

  @Test
  void sendsToTheOthersWhenOneDeviceHasNoKeys() {
    bundles.remove(TABLET);

    assertThat(send()).containsExactly(PHONE);
    assertThat(send()).containsExactly(PHONE);

    assertThat(told())
        .containsExactly(
            "REMARK: The server gives no keys of device 8 of bob; it gets no copies for now.");
    assertThat(claims).as("nobody asks for them with each message").hasValue(1);
  }

  @Test
  void sendsToADeviceThatIsThereAfterAll() {
    String keys = bundle(TABLET);
    bundles.remove(TABLET);
    assertThat(send()).containsExactly(PHONE);
    bundles.put(TABLET, keys);

    contacts.markPresent(address(TABLET));

    assertThat(send()).containsExactly(PHONE, TABLET);
  }

  /** The server would take no message without it. */
  @Test
  void waitsForTheKeysOfADeviceThatTheServerWants() {
    bundles.remove(TABLET);
    contacts.markWanted(address(TABLET));

    assertRefused(Remedy.TIME, "gives no keys of a device of bob");
    assertThat(send()).as("in case it wants that no more").containsExactly(PHONE);
  }

  @Test
  void waitsForTheKeysOfADeviceThatIsNew() {
    bundles.remove(TABLET);
    open(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5).minus(AGE)));

    assertRefused(Remedy.TIME, "gives no keys of a device of bob");
  }

  @Test
  void waitsWhileNobodyHasKeys() {
    bundles.clear();

    assertRefused(Remedy.TIME, "gives no keys of a device of bob");
    assertRefused(Remedy.TIME, "gives no keys of a device of bob");
  }

  @Test
  void leavesOutADeviceWhoseKeysAreRefused() {
    bundles.put(TABLET, bundle(PHONE).replace(":7,", ":8,"));

    assertThat(send()).containsExactly(PHONE);
    assertThat(send()).containsExactly(PHONE);

    assertThat(told()).hasSize(1);
    assertThat(told().getFirst())
        .startsWith("REFUSED: No copies go to device 8 of bob for now: ")
        .endsWith("keys of another device than the one asked for.");
  }

  @Test
  void sendsNothingWhenTheKeysOfAllAreRefused() {
    String phone = bundle(PHONE);
    bundles.put(PHONE, bundle(TABLET).replace(":8,", ":7,"));
    bundles.put(TABLET, phone.replace(":7,", ":8,"));

    assertRefused(Remedy.NOTHING, "Nothing was sent to bob: The server handed out keys of another");
    assertRefused(Remedy.NOTHING, "Nothing was sent to bob: The server handed out keys of another");
  }

  /** A message that nobody else of that user can pass on. */
  @Test
  void keepsControlContentOnlyWhileItsUserHasNoDeviceThatGetsIt() {
    bundles.remove(TABLET);
    assertThat(seal(control(TABLET)).isForNobody()).isTrue();
    contacts.markAllPresent(BOB);
    bundles.clear();
    open(Clock.systemUTC());

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> seal(control(PHONE, TABLET)))
        .matches(refusal -> refusal.remedy() == Remedy.TIME);
  }

  /** R4: it goes again to the very certificate that it was sent to, and to nobody else. */
  @Test
  void givesUpWhatIsToGoAgainToADeviceThatWasReplaced() {
    Hash32 replaced = certHash(PHONE);
    Draft again = new Drafts(tools).again(text(), address(PHONE), replaced);
    assertThat(seal(again).devices()).containsExactly(address(PHONE));

    replaceBob(false);

    assertThat(seal(again).isForNobody()).isTrue();
    Draft now = new Drafts(tools).again(text(), address(PHONE), certHash(PHONE));
    assertThat(seal(now).devices()).containsExactly(address(PHONE));
  }

  /** R4: nothing goes by itself to another identity than it was written for. */
  @Test
  void sealsForNoOtherIdentityThanADraftWasWrittenFor() {
    Draft text = addressed(text());
    Draft control = addressed(control(PHONE, TABLET));
    assertThat(seal(text).devices()).hasSize(2);

    replaceBob(true);

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> seal(text))
        .withMessageContaining("accepting the new key sends it there")
        .matches(refusal -> refusal.remedy() == Remedy.ACKNOWLEDGEMENT);
    assertThat(seal(control).isForNobody()).isTrue();
    assertThat(seal(addressed(text())).devices()).hasSize(2);
    assertThat(seal(text()).devices()).as("of which nobody was known").hasSize(2);
  }

  /** Its owner was not there for more than three weeks. */
  @Test
  void goesOnInTheOldSessionWhenTheKeysForANewOneAreTooOld() {
    assertThat(send()).containsExactly(PHONE, TABLET);
    open(Clock.offset(Clock.systemUTC(), Duration.ofDays(31)));
    int before = claims.get();

    assertThat(send()).containsExactly(PHONE, TABLET);
    assertThat(send()).containsExactly(PHONE, TABLET);

    assertThat(claims.get() - before).isEqualTo(1);
    assertThat(told())
        .containsExactlyInAnyOrder(
            "REMARK: The session with device 7 of bob could not be renewed: The server handed out a"
                + " key that its owner has long replaced. The old one goes on.",
            "REMARK: The session with device 8 of bob could not be renewed: The server handed out a"
                + " key that its owner has long replaced. The old one goes on.");
  }

  /** Which devices of Bob a text is sealed for. */
  private List<Integer> send() {
    return seal(text()).devices().stream()
        .map(dev.letterlock.protocol.id.DeviceAddress::device)
        .toList();
  }

  private Draft text() {
    StoredConversation conversation =
        StoredConversation.fresh(tools.conversationWith(BOB), false, BOB, "bob");
    return new Drafts(tools).said(tools.newId(), conversation, Said.text("hello"));
  }

  private Draft addressed(Draft draft) {
    try (Transaction step = tools.begin()) {
      return sealer.addressed(step, draft);
    }
  }

  private Hash32 certHash(int device) {
    try (Transaction step = tools.begin()) {
      return contacts.devices(step, BOB).stream()
          .filter(listed -> listed.cert().address().device() == device)
          .map(TrustedDevice::certHash)
          .findFirst()
          .orElseThrow();
    }
  }

  private Draft control(Integer... devices) {
    return new Drafts(tools)
        .control(
            BOB,
            List.of(devices).stream().map(SealerTest::address).toList(),
            new ContentBody.Introduction(BOB));
  }

  private Sealed seal(Draft draft) {
    try (Transaction step = tools.begin()) {
      Sealed sealed = sealer.seal(step, draft);
      step.commit();
      return sealed;
    }
  }

  private void assertRefused(Remedy remedy, String words) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(this::send)
        .withMessageContaining(words)
        .matches(refusal -> refusal.remedy() == remedy);
  }

  private List<String> told() {
    audience.close();
    await().until(() -> !notices.isEmpty());
    return notices.stream().map(notice -> notice.kind() + ": " + notice.text()).toList();
  }
}
