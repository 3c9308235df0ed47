package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.api.ClaimedBundle;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.SentCopy;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.PayloadHash;
import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.e2ee.content.Content;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.content.ContentHead;
import dev.letterlock.crypto.e2ee.content.ListView;
import dev.letterlock.crypto.e2ee.content.LogHead;
import dev.letterlock.crypto.e2ee.group.SenderChain;
import dev.letterlock.crypto.e2ee.group.SenderKeyDistribution;
import dev.letterlock.crypto.e2ee.session.PeerState;
import dev.letterlock.crypto.e2ee.session.SealedHeader;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.codec.client.ClientFrameEncoder;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.OutgoingSend.Entry;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Turns a draft into the bytes of a Send for the devices that the pinned lists name, but for those
 * that the server does not reach or with which no session can be begun, one slice for all
 * (docs/E2EE.md §2.5 to §2.7). The ratchets' new states are in the same transaction as the bytes.
 * On the desk.
 */
public final class Sealer {

  private final Tools tools;
  private final Contacts contacts;
  private final Bundles bundles;
  private final SessionStarts starts;
  private final Addressees addressees;

  public Sealer(Tools tools, Contacts contacts, Bundles bundles, Audience audience) {
    this.tools = tools;
    this.contacts = contacts;
    this.bundles = bundles;
    this.starts = new SessionStarts(tools, contacts, bundles, audience);
    this.addressees = new Addressees(tools, contacts);
  }

  /** The same draft, for the identity that is known now unless it is for one already. */
  Draft addressed(Transaction step, Draft draft) {
    return addressees.noted(step, draft);
  }

  /**
   * Seals; for nobody if those are gone whom the draft is for.
   *
   * @throws RefusedException if a rule forbids it
   */
  Sealed seal(Transaction step, Draft draft) {
    List<TrustedDevice> known = targets(step, draft);
    if (!addressees.mayGo(step, draft)) {
      return Sealed.FOR_NOBODY;
    }
    List<TrustedDevice> targets = starts.begin(step, draft, known);
    if (targets.isEmpty()) {
      return Sealed.FOR_NOBODY;
    }
    byte[] content = content(step, draft);
    try (SecretBytes cek = tools.slices().newKey()) {
      byte[] slice = tools.slices().seal(cek, content, PayloadSizes.paddedSizeFor(content.length));
      Hash32 hash = PayloadHash.of(tools.e1(), slice);
      List<Entry> entries = new ArrayList<>();
      for (TrustedDevice target : targets) {
        entries.add(entry(draft, target, wrap(step, draft, target, hash, cek)));
      }
      keepCopy(step, draft, targets);
      List<DeviceAddress> devices = targets.stream().map(Contacts::address).toList();
      return new Sealed(Octets.of(frame(step, draft, slice, entries)), devices);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * Offers a session to a device of which something came that cannot be read; nothing but requests
   * goes in it before that device answers.
   *
   * @param linked whether it continues the session in use
   */
  public void offer(Transaction step, TrustedDevice device, boolean linked) {
    Peers peers = contacts.peers(step);
    try (PeerState state = peers.state(Contacts.address(device))) {
      if (!tools.pairwise().mayOffer(state, device)) {
        return;
      }
    }
    UUID user = device.cert().address().user();
    String name = contacts.name(step, user);
    ClaimedBundle bundle =
        bundles.claim(user, List.of(device)).get(device.cert().address().device());
    if (bundle == null) {
      throw new RefusedException("The server gives no keys of a device of " + name + ".");
    }
    try (PeerState state = peers.state(Contacts.address(device));
        PeerState next = bundles.offer(step, state, device, bundle, linked, name)) {
      peers.putState(Contacts.address(device), next);
    }
  }

  private List<TrustedDevice> targets(Transaction step, Draft draft) {
    List<TrustedDevice> known = knownTargets(step, draft);
    boolean note = draft.recipient().equals(tools.user()) && !draft.partial();
    if (!note || !known.isEmpty()) {
      return known;
    }
    // No Send leaves, so no answer would tell of an own device that has joined or come back.
    contacts.refresh(step, tools.user());
    List<TrustedDevice> joined = knownTargets(step, draft);
    if (joined.isEmpty()) {
      contacts.markAllPresent(tools.user());
    }
    return joined;
  }

  private List<TrustedDevice> knownTargets(Transaction step, Draft draft) {
    List<TrustedDevice> targets = new ArrayList<>(contacts.devices(step, draft.recipient()));
    if (!draft.recipient().equals(tools.user())) {
      requireSomebody(step, draft, targets);
      targets.addAll(contacts.devices(step, tools.user()));
    }
    targets.removeIf(device ->
        Contacts.address(device).equals(tools.address()) || !Addressees.isFor(draft, device));
    return targets;
  }

  /** A message that no device of the other one gets is not sent, whoever else gets a copy. */
  private void requireSomebody(Transaction step, Draft draft, List<TrustedDevice> theirs) {
    if (theirs.isEmpty() && !draft.partial()) {
      contacts.markAllPresent(draft.recipient());
      throw new RefusedException(
          "The server reaches no device of " + contacts.name(step, draft.recipient()) + ".");
    }
  }

  /** The content with both list views as they are now. */
  private byte[] content(Transaction step, Draft draft) {
    Content written = ContentCodec.decode(ByteBuffer.wrap(draft.content().toByteArray()));
    ContentHead head =
        new ContentHead(
            written.head().author(),
            written.head().place(),
            view(step, tools.user()),
            view(step, draft.recipient()),
            LogHead.NONE);
    return ContentCodec.encode(new Content(head, written.body()));
  }

  private ListView view(Transaction step, UUID user) {
    return ListView.of(tools.e1(), contacts.pins(step, user).list());
  }

  private byte[] wrap(
      Transaction step, Draft draft, TrustedDevice target, Hash32 hash, SecretBytes cek) {
    Peers peers = contacts.peers(step);
    try (PeerState state = peers.state(Contacts.address(target))) {
      SealedHeader sealed =
          isRequest(draft)
              ? tools.pairwise().encryptRequest(state, target, hash, cek)
              : tools.pairwise().encrypt(state, target, hash, cek);
      try (PeerState next = sealed.next()) {
        peers.putState(Contacts.address(target), next);
      }
      return sealed.header().toByteArray();
    }
  }

  private static boolean isRequest(Draft draft) {
    return draft.partial()
        && ContentCodec.decode(ByteBuffer.wrap(draft.content().toByteArray())).body()
            instanceof ContentBody.Retry;
  }

  private static Entry entry(Draft draft, TrustedDevice target, byte[] header) {
    var address = target.cert().address();
    int slot =
        address.user().equals(draft.recipient())
            ? OutgoingSend.RECIPIENT_SLOT
            : OutgoingSend.SENDER_SLOT;
    return new Entry(slot, address.device(), address.reg(), OpaqueBytes.wrap(header));
  }

  private void keepCopy(Transaction step, Draft draft, List<TrustedDevice> targets) {
    Map<DeviceAddress, Hash32> sentTo = new LinkedHashMap<>();
    targets.forEach(target -> sentTo.put(Contacts.address(target), target.certHash()));
    new Sends(step).keepCopy(new SentCopy(draft, sentTo));
    if (Drafts.body(draft) instanceof ContentBody.SenderKey(SenderKeyDistribution key)) {
      try (key) {
        noteKey(step, draft, key, sentTo.keySet());
      }
    }
  }

  /** The key of a chain that was replaced may still have waited, and leaves after the newest. */
  private void noteKey(
      Transaction step, Draft draft, SenderKeyDistribution key, Set<DeviceAddress> to) {
    UUID group = key.place().group();
    try (SenderChain chain = new Groups(step, tools.e1()).ownChain(group).orElse(null)) {
      if (chain != null && chain.place().equals(key.place())) {
        Sends sends = new Sends(step);
        to.forEach(device -> sends.noteKey(group, device, draft.message()));
      }
    }
  }

  private byte[] frame(Transaction step, Draft draft, byte[] slice, List<Entry> entries) {
    OutgoingSend send =
        new OutgoingSend(
            0,
            MessageClass.NORMAL,
            draft.partial(),
            MessageId.of(draft.message()),
            UserId.of(draft.recipient()),
            ConversationId.of(draft.conversation()),
            0,
            contacts.pins(step, draft.recipient()).list().version(),
            contacts.pins(step, tools.user()).list().version(),
            null,
            OpaqueBytes.wrap(slice),
            entries);
    ByteBuf out = Unpooled.buffer(ClientFrameEncoder.size(send));
    ClientFrameEncoder.write(send, out);
    return ByteBufUtil.getBytes(out);
  }
}
