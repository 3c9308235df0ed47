package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.FixedNonces;
import dev.letterlock.crypto.e2ee.content.Author;
import dev.letterlock.crypto.e2ee.content.Content;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.content.ContentHead;
import dev.letterlock.crypto.e2ee.content.ListView;
import dev.letterlock.crypto.e2ee.content.LogHead;
import dev.letterlock.crypto.e2ee.content.MessagePlace;
import dev.letterlock.crypto.group.GroupRoster;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.group.MemberRole;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.Sodium;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What docs/vectors/e1-groups.json tells: Anna makes a group with Bert and Carl, later takes Carl
 * out, and writes six messages in the second epoch. All of it follows from fixed seeds.
 */
final class VectorWorld implements MemberDevices {

  static final long CREATED = 1_700_000_000_000L;
  static final int CHAIN_KEY = 0x51;
  static final int SIGNING_SEED = 0x52;
  static final int CHAIN = 0x01020304;

  /** What is known of Anna's device list. */
  static final ListView LIST_OF_ANNA = new ListView(3, 0x1122334455667788L);

  /** When the two states came into force, µs since 1970. */
  static final long FIRST_SINCE = CREATED * 1000;

  static final long SECOND_SINCE = FIRST_SINCE + 1_000_000;

  /** For how long the epoch before is read, µs. */
  static final long GRACE = 3_600_000_000L;

  final E1 e1 = new E1(Sodium.load());
  final Person anna =
      new Person(e1, "anna", UUID.fromString("0a0a0a0a-0000-4000-8000-000000000001"), 2, 1, 2);
  final Person bert =
      new Person(e1, "bert", UUID.fromString("0b0b0b0b-0000-4000-8000-000000000002"), 7, 3, 4);
  final Person carl =
      new Person(e1, "carl", UUID.fromString("0c0c0c0c-0000-4000-8000-000000000003"), 1, 5, 6);
  final GroupState first =
      GroupState.first(
          e1,
          anna.deviceKey(),
          anna.signer(),
          CREATED,
          new GroupRoster(
              GroupRoster.MEMBERS_MAY_ADD,
              List.of(
                  anna.as(MemberRole.ADMIN),
                  bert.as(MemberRole.MEMBER),
                  carl.as(MemberRole.MEMBER))));
  final GroupState second =
      first.next(e1, anna.deviceKey(), anna.signer(), CREATED + 1000, withoutCarl());

  /** What Anna signed for the same epoch, and showed to others. */
  final GroupState otherSecond =
      first.next(e1, anna.deviceKey(), anna.signer(), CREATED + 1500, withoutCarl());

  /** A device of Anna's that has left her list. */
  final Person annasOldPhone = new Person(e1, "anna", anna.user(), 99, 1, 0x77);

  final GroupState byOldPhone = sameMembers(second, annasOldPhone);
  final GroupState signedAnew = sameMembers(byOldPhone, anna);
  final SenderChain chain = chain(second);
  final List<Message> messages = messages();

  /** One message of Anna's chain. */
  record Message(int nonceFiller, Octets content, Octets sealed) {}

  List<DatedState> states() {
    return List.of(new DatedState(first, FIRST_SINCE), new DatedState(second, SECOND_SINCE));
  }

  private GroupState sameMembers(GroupState before, Person by) {
    return before.next(e1, by.deviceKey(), by.signer(), CREATED + 2000, withoutCarl());
  }

  GroupRoster withoutCarl() {
    return new GroupRoster(0, List.of(anna.as(MemberRole.ADMIN), bert.as(MemberRole.MEMBER)));
  }

  @Override
  public Optional<Ed25519PublicKey> signingKey(UUID user, int device) {
    return Stream.of(anna, bert, carl)
        .filter(person -> person.user().equals(user) && person.device() == device)
        .map(person -> person.deviceKey().publicKey())
        .findFirst();
  }

  @Override
  public boolean isKeyOf(UUID user, KeyFingerprint accountKey) {
    return Stream.of(anna, bert, carl)
        .filter(person -> person.user().equals(user))
        .anyMatch(person -> person.as(MemberRole.MEMBER).accountKey().equals(accountKey));
  }

  /** Anna's chain at its beginning. */
  static SenderChain chain(GroupState state) {
    E1 e1 = new E1(Sodium.load());
    ByteBuffer stored = ByteBuffer.allocate(133).put((byte) 1);
    stored.putLong(state.group().getMostSignificantBits());
    stored.putLong(state.group().getLeastSignificantBits());
    stored.putInt(state.epoch()).putInt(CHAIN);
    state.stateHash(e1).writeTo(stored);
    stored.putInt(0).putLong(CREATED);
    stored.put(Person.seed(CHAIN_KEY).revealCopy()).put(Person.seed(SIGNING_SEED).revealCopy());
    return SenderChain.decode(stored.array());
  }

  Content content(long sequence, ContentBody body) {
    UUID id = new UUID(0x019b_7700_0000_7000L + sequence, 0x8000_0000_0000_0000L + sequence);
    return new Content(
        new ContentHead(
            new Author(anna.user(), anna.device()),
            new MessagePlace(first.group(), id, CREATED + 2000 + sequence, sequence),
            LIST_OF_ANNA,
            ListView.of(e1, second),
            LogHead.NONE),
        body);
  }

  private List<Message> messages() {
    List<Message> sent = new ArrayList<>();
    SenderChain at = chain;
    for (int i = 0; i < 6; i++) {
      byte[] content = ContentCodec.encode(content(i + 1, new ContentBody.Text("hello e2e " + i)));
      int filler = 0x60 + i;
      GroupCipher.Sealed sealed = new GroupCipher(e1, FixedNonces.of(e1, filler)).seal(at, content);
      sent.add(new Message(filler, Octets.of(content), sealed.message()));
      at = sealed.chain();
    }
    return sent;
  }
}
