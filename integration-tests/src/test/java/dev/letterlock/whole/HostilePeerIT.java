package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.sending.Drafts;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.Said;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.crypto.e2ee.content.Content;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupRoster;
import dev.letterlock.crypto.group.GroupSigner;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.group.MemberRole;
import dev.letterlock.crypto.primitive.Octets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a peer sends who is known and means ill, and what a server makes of a message's name. */
class HostilePeerIT extends HostileCase {
  private static final int KIND_OF_A_NEWER_PROGRAM = 0x42;

  @Test
  void keepsItsOwnMessageWhenItsIdIsUsedAgain() throws Exception {
    sends("mine");
    UUID id = alice.conversationWith("bob").messages().getFirst().id();

    bobPosts((_, drafts, with) -> drafts.said(id, with, Said.text("under its id")));

    awaitTexts("mine", "under its id");
  }

  @Test
  void keepsAMembersMessageWhenAnotherUsesItsId() throws Exception {
    Path hers = folder.resolve("carol");
    Messenger carol = Profiles.signUp(server.url(), hers, "carol", NOBODY);
    carol.start();
    alice.createGroup("tea", List.of("bob", "carol"));
    Messenger before = carol;
    await().atMost(PATIENCE).until(() -> Chats.group(bob, "tea").isPresent());
    await().atMost(PATIENCE).until(() -> Chats.group(before, "tea").isPresent());
    Chats.group(bob, "tea").orElseThrow().send("bob was here");
    await().atMost(PATIENCE).until(() -> textsOfTea(before).contains("bob was here"));
    await().atMost(PATIENCE).until(() -> textsOfTea(alice).contains("bob was here"));
    var tea = Chats.group(carol, "tea").orElseThrow();
    UUID id = tea.messages().getLast().id();
    carol.close();
    new Forger(hers)
        .post(tea.id(), (_, drafts, with) -> drafts.said(id, with, Said.text("no, carol")));
    carol = Messenger.open(Profiles.settings(server.url(), hers), NOBODY);
    carol.start();

    await().atMost(PATIENCE).until(() -> textsOfTea(alice).contains("no, carol"));
    await().atMost(PATIENCE).until(() -> textsOfTea(bob).contains("no, carol"));
    assertThat(textsOfTea(alice)).containsExactly("bob was here", "no, carol");
    assertThat(textsOfTea(bob)).containsExactly("bob was here", "no, carol");
    carol.close();
  }

  @Test
  void countsAMessageOfAKindThatItCannotShow() throws Exception {
    sends("hello");
    says("before");
    awaitTexts("hello", "before");

    bobPosts(
        (tools, drafts, with) -> ofANewerProgram(drafts.said(tools.newId(), with, Said.text("x"))));
    ear.awaits(Kind.REMARK, "of a kind that only a newer program can show");
    says("after it");

    awaitTexts("hello", "before", "after it");
    assertThat(ear.count("has not come")).isZero();
  }

  @Test
  void goesOnBehindAGroupStateThatNobodySigned() throws Exception {
    sends("hello");

    bobPosts(HostilePeerIT::stateOfNobody);
    says("after it");

    awaitTexts("hello", "after it");
    ear.awaits(Kind.REFUSED, "that cannot be judged, and was put aside. There is nobody called");
  }

  @Test
  void refusesTheKeysOfAnotherName() {
    meddler.answer((_, body) -> body.replace("\"name\":\"bob\"", "\"name\":\"carol\""));

    assertThatThrownBy(() -> alice.conversationWith("bob"))
        .isInstanceOf(MessengerException.class)
        .hasMessageContaining("Asked for bob, the server showed the keys of carol instead.");
    meddler.behave();
    sends("for bob only");
  }

  @Test
  void tellsOfAnotherMessageUnderAnIdThatItHasSeen() {
    sends("hello");
    says("first");
    awaitTexts("hello", "first");
    UUID id = alice.conversationWith("bob").messages().getLast().id();
    changeOnce(deliver -> deliver.under(id));

    says("second");

    ear.awaits(Kind.REFUSED, "came once more, or another one in its place");
    says("third");
    awaitTexts("hello", "first", "third");
    ear.awaits(Kind.REMARK, "has not come");
  }

  @Test
  void asksAgainForAMessageWhoseHeaderWasCutOff() {
    sends("hello");
    changeOnce(deliver -> deliver.withHeader(new byte[0]));

    says("second");

    ear.awaits(Kind.REFUSED, "it was asked for once more");
    awaitTexts("hello", "second");
  }

  private void bobPosts(Forger.Forgery forgery) throws IOException {
    UUID conversation = bob.conversationWith("alice").id();
    bob.close();
    new Forger(folder.resolve("bob")).post(conversation, forgery);
    bob = Messenger.open(Profiles.settings(server.url(), folder.resolve("bob")), bobsEar);
    bob.start();
  }

  private static Draft ofANewerProgram(Draft text) {
    Content content = ContentCodec.decode(ByteBuffer.wrap(text.content().toByteArray()));
    ContentBody newer = new ContentBody.Unknown(KIND_OF_A_NEWER_PROGRAM, Octets.of(new byte[] {1}));
    return text.saying(Octets.of(ContentCodec.encode(new Content(content.head(), newer))));
  }

  /** Well formed, but its admin has no account. */
  private static Draft stateOfNobody(Tools tools, Drafts drafts, StoredConversation with) {
    UUID nobody = tools.newId();
    KeyFingerprint key = new KeyFingerprint(1, 2);
    GroupRoster roster =
        new GroupRoster(
            0,
            List.of(
                new GroupMember(nobody, MemberRole.ADMIN, key),
                new GroupMember(with.peer(), MemberRole.MEMBER, key)));
    GroupState state =
        GroupState.first(
            tools.e1(),
            tools.e1().sodium().signingKeyPair(),
            new GroupSigner(nobody, 1),
            tools.clock().millis(),
            roster);
    return drafts.control(with.peer(), List.of(), new ContentBody.NewGroupState(state));
  }

  private void awaitTexts(String... texts) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(Chats.texts(alice, "bob")).containsExactly(texts));
  }

  private static List<String> textsOfTea(Messenger whose) {
    return Chats.texts(Chats.group(whose, "tea").orElseThrow());
  }
}
