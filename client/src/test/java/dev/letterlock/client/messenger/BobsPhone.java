package dev.letterlock.client.messenger;

import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.receiving.Letter;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.PayloadHash;
import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.e2ee.content.Author;
import dev.letterlock.crypto.e2ee.content.Content;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.content.ContentHead;
import dev.letterlock.crypto.e2ee.content.ListView;
import dev.letterlock.crypto.e2ee.content.LogHead;
import dev.letterlock.crypto.e2ee.content.MessagePlace;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.prekey.PreKeyBundle;
import dev.letterlock.crypto.e2ee.prekey.PreKeyMaker;
import dev.letterlock.crypto.e2ee.session.PeerState;
import dev.letterlock.crypto.e2ee.session.SealedHeader;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.protocol.id.Cursor;
import java.util.List;
import java.util.Objects;

/**
 * A device of Bob's, certified and on a list that Alice has pinned, which loses its sessions with
 * every letter: each begins anew, linked to nothing.
 */
final class BobsPhone implements AutoCloseable {

  private static final int REGISTRATION = 4711;

  private final Tools alice;
  private final Tools own;
  private final PreKeyBundle bundle;
  private long sent;

  /** Alice's list of Bob's devices is replaced by one that names this device alone. */
  BobsPhone(Tools alice) {
    this(alice, CipherSuite.HYBRID, REGISTRATION, 0);
  }

  private BobsPhone(Tools alice, CipherSuite suite, int registration, long sent) {
    this.alice = alice;
    this.sent = sent;
    int number = InboxCase.BOBS_PHONE.device();
    DeviceAddress address = new DeviceAddress(InboxCase.BOB, number, registration);
    OwnDevice device = OwnDevice.generate(alice.e1(), suite, address, alice.clock());
    this.own = Tools.of(alice.e1(), alice.clock(), new MemoryVault(), device);
    this.bundle = freshBundle();
    pinList();
  }

  /** Under the same number but with other keys; it goes on counting what it writes. */
  BobsPhone registeredAnew() {
    return anew(CipherSuite.HYBRID);
  }

  /** As {@link #registeredAnew}, by an old program that speaks no other suite than the weaker. */
  BobsPhone weakened() {
    return anew(CipherSuite.CLASSIC);
  }

  private BobsPhone anew(CipherSuite suite) {
    return new BobsPhone(alice, suite, own.own().cert().address().reg() + 1, sent);
  }

  /** A text, as the server brings it. */
  Letter writes(String text) {
    return writes(new ContentBody.Text(text));
  }

  /** Anything else, as the server brings it. */
  Letter writes(ContentBody body) {
    Content content = new Content(head(), body);
    byte[] plain = ContentCodec.encode(content);
    try (SecretBytes cek = own.slices().newKey()) {
      byte[] slice = own.slices().seal(cek, plain, PayloadSizes.paddedSizeFor(plain.length));
      MessagePlace place = content.head().place();
      return new Letter(
          new Cursor(1, sent),
          InboxCase.BOBS_PHONE,
          place.conversation(),
          place.message(),
          place.sentAt(),
          false,
          new Letter.Content(header(cek, slice), Octets.of(slice)));
    }
  }

  private Octets header(SecretBytes cek, byte[] slice) {
    TrustedDevice reader = reader();
    Hash32 hash = PayloadHash.of(own.e1(), slice);
    DeviceAddress address = reader.cert().address();
    try (PeerState unknown = PeerState.unknown(address.user(), address.device());
        PeerState begun = own.pairwise().start(unknown, reader, bundle)) {
      SealedHeader sealed = own.pairwise().encrypt(begun, reader, hash, cek);
      sealed.next().close();
      return sealed.header();
    }
  }

  private ContentHead head() {
    sent++;
    Author author = new Author(own.user(), own.address().device());
    MessagePlace place =
        new MessagePlace(
            own.conversationWith(alice.user()), own.newId(), own.clock().millis(), sent);
    try (Transaction step = alice.begin()) {
      Peers peers = new Peers(step, alice.e1());
      DeviceListPins bob = peers.pins(own.user()).orElseThrow();
      DeviceListPins reader = peers.pins(alice.user()).orElseThrow();
      return new ContentHead(
          author,
          place,
          ListView.of(own.e1(), bob.list()),
          ListView.of(own.e1(), reader.list()),
          LogHead.NONE);
    }
  }

  private TrustedDevice reader() {
    try (Transaction step = alice.begin()) {
      return new Peers(step, alice.e1())
          .pins(alice.user())
          .orElseThrow()
          .trust(alice.e1(), alice.own().cert());
    }
  }

  /** Of keys that Alice makes for it. */
  private PreKeyBundle freshBundle() {
    try (Transaction step = alice.begin()) {
      Own stored = new Own(step, alice.e1());
      try (OwnPreKeys before = stored.preKeys()) {
        PreKeyMaker.Made made =
            new PreKeyMaker(alice.e1(), alice.own(), alice.clock(), alice.random()).rotate(before);
        try (OwnPreKeys keys = made.keys()) {
          stored.putPreKeys(keys);
        }
        step.commit();
        return new PreKeyBundle(
            alice.own().cert(),
            Objects.requireNonNull(made.upload().signedPreKey()),
            null,
            made.upload().kemPreKeys().getFirst());
      }
    }
  }

  private void pinList() {
    try (Ed25519KeyPair accountKey = own.e1().sodium().signingKeyPair();
        Transaction step = alice.begin()) {
      List<DeviceEntry> entries = List.of(DeviceEntry.of(own.e1(), own.own().cert()));
      DeviceList list =
          DeviceList.first(own.e1(), accountKey, own.user(), own.clock().millis(), entries);
      Peers peers = new Peers(step, own.e1());
      peers.putPins(own.user(), DeviceListPins.first(own.e1(), own.user(), list));
      peers.putCertificates(own.user(), List.of(own.own().cert()));
      step.commit();
    }
  }

  @Override
  public void close() {
    own.close();
  }
}
