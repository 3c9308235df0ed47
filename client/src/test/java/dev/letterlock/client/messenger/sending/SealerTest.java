package dev.letterlock.client.messenger.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.RefusedException.Remedy;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.ContentBody;
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
    StoredConversation conversation =
        StoredConversation.fresh(tools.conversationWith(BOB), false, BOB, "bob");
    return seal(new Drafts(tools).text(tools.newId(), conversation, "hello")).devices().stream()
        .map(dev.letterlock.protocol.id.DeviceAddress::device)
        .toList();
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
