package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.GroupBook;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.SentCopy;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.Content;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.content.ContentHead;
import dev.letterlock.crypto.e2ee.content.ListView;
import dev.letterlock.crypto.e2ee.content.LogHead;
import dev.letterlock.crypto.e2ee.group.ChainHolder;
import dev.letterlock.crypto.e2ee.group.ChainHolders;
import dev.letterlock.crypto.e2ee.group.ChainPlace;
import dev.letterlock.crypto.e2ee.group.GroupCipher;
import dev.letterlock.crypto.e2ee.group.GroupView;
import dev.letterlock.crypto.e2ee.group.SenderChain;
import dev.letterlock.crypto.e2ee.group.SenderKeyDistribution;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.codec.client.ClientFrameEncoder;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Seals messages to groups, once for all devices (docs/E2EE.md §2.8). The sender key has to go
 * first to every device that lacks it, pairwise. On the desk.
 */
public final class GroupSealer {

  /** For how long messages do without a device that its key could not go to. */
  private static final Duration WITHOUT_KEY = Duration.ofMinutes(1);

  private final Tools tools;
  private final Contacts contacts;
  private final GroupBook book;
  private final Drafts drafts;
  private final AgedLists lists;
  private final GroupCipher cipher;
  private final Map<ChainHolder, Long> notGiven = new HashMap<>();
  private final Set<DeviceAddress> toldWithout = new HashSet<>();

  public GroupSealer(Tools tools, Contacts contacts, GroupBook book, Drafts drafts) {
    this.tools = tools;
    this.contacts = contacts;
    this.book = book;
    this.drafts = drafts;
    this.lists = new AgedLists(tools, contacts);
    this.cipher = new GroupCipher(tools.e1(), tools.slices());
  }

  /**
   * Begins a new chain if the group, time or use asks for one, and notes the key as given to all
   * who lack it, unless {@link #takeBack} says later that it did not go.
   *
   * @return what has to be sent for that, before the next message
   * @throws RefusedException if this user is not in the group, no device of another member can be
   *     reached, or none has been given the key yet
   */
  List<Draft> owedKeys(Transaction step, UUID group) {
    GroupView view = book.view(step, group);
    if (!view.current().roster().has(tools.user())) {
      throw new RefusedException("You are not in this group.");
    }
    lists.askForSome(view.current().roster().members().stream().map(GroupMember::user).toList());
    List<Draft> keys = owedKeys(step, view);
    if (keys.isEmpty()) {
      requireSomebody(step, view);
    }
    return keys;
  }

  private List<Draft> owedKeys(Transaction step, GroupView view) {
    UUID group = view.current().group();
    Groups groups = book.groups(step);
    long now = tools.clock().millis();
    ChainHolders present = present(step, view).without(lately(now));
    ChainHolders holders = groups.holders(group);
    try (SenderChain kept = groups.ownChain(group).orElse(null)) {
      if (kept != null && kept.due(tools.e1(), view.current(), holders, present, now).isEmpty()) {
        return give(step, kept, holders, holders.lacking(present));
      }
    }
    try (SenderChain fresh = SenderChain.begin(tools.e1(), view.current(), now)) {
      groups.putOwnChain(fresh);
      return give(step, fresh, ChainHolders.NOBODY, present.holders());
    }
  }

  /** All devices that the key is for: nothing is sent that no device of another member gets. */
  private ChainHolders present(Transaction step, GroupView view) {
    List<GroupMember> members = view.current().roster().members();
    ChainHolders known = book.present(step, view);
    if (isAlone(view)) {
      return known.holders().isEmpty() ? joined(step, view) : known;
    }
    if (known.holders().stream().allMatch(this::isOwn)) {
      members.forEach(member -> contacts.markAllPresent(member.user()));
      throw RefusedException.forNow(
          "There is no device of another member of the group that it could be sent to: it waits, and"
              + " is sent once there is one.");
    }
    return known;
  }

  /**
   * No answer of the server would tell of an own device that is new or there again, as nothing
   * leaves.
   */
  private ChainHolders joined(Transaction step, GroupView view) {
    contacts.refresh(step, tools.user());
    ChainHolders joined = book.present(step, view);
    if (joined.holders().isEmpty()) {
      contacts.markAllPresent(tools.user());
    }
    return joined;
  }

  /**
   * Nothing is called sent that no other member can open: the key has to be in the outbox, sealed,
   * for one of them at least. What still waits there has not been given to anybody.
   */
  private void requireSomebody(Transaction step, GroupView view) {
    UUID group = view.current().group();
    boolean somebody =
        isAlone(view)
            || book.groups(step).holders(group).holders().stream()
                .filter(holder -> !isOwn(holder))
                .anyMatch(holder -> givenKey(step, group, address(holder)).isPresent());
    if (!somebody) {
      throw opensNowhere();
    }
  }

  /**
   * Why a message to a group waits that no other member could open; all are tried again with it.
   */
  RefusedException opensNowhere() {
    notGiven.keySet().removeIf(holder -> !isOwn(holder));
    return RefusedException.forNow(
        "Nobody else in the group can be given the key to what you write just now: it waits, and is"
            + " sent once somebody can.");
  }

  private static boolean isAlone(GroupView view) {
    return view.current().roster().members().size() == 1;
  }

  private boolean isOwn(ChainHolder holder) {
    return holder.device().user().equals(tools.user());
  }

  /**
   * A key went to fewer devices than it was for: the others are given it with a later message, or
   * when they ask for it.
   *
   * @param draft any draft
   * @param given the devices that it went to
   */
  void takeBack(Transaction step, Draft draft, List<DeviceAddress> given) {
    step.afterwards(() -> given.forEach(toldWithout::remove));
    if (!(Drafts.body(draft) instanceof ContentBody.SenderKey(SenderKeyDistribution key))) {
      return;
    }
    try (key;
        SenderChain chain = book.groups(step).ownChain(key.place().group()).orElse(null)) {
      if (chain != null && chain.place().equals(key.place())) {
        List<DeviceAddress> without = new ArrayList<>(draft.only());
        without.removeAll(given);
        takeBack(step, key.place().group(), without);
      }
    }
  }

  /**
   * Whether a person has still to be told that a draft did not go: of a sender key, which is tried
   * again by itself, once until it has gone.
   */
  boolean isNews(Draft draft) {
    boolean key = Drafts.body(draft) instanceof ContentBody.SenderKey;
    return !key || toldWithout.addAll(draft.only());
  }

  private void takeBack(Transaction step, UUID group, List<DeviceAddress> without) {
    ChainHolders holders = book.groups(step).holders(group);
    List<ChainHolder> lost =
        holders.holders().stream().filter(holder -> without.contains(address(holder))).toList();
    if (!lost.isEmpty()) {
      book.groups(step).putHolders(group, holders.without(lost));
      long now = tools.clock().millis();
      step.afterwards(() -> lost.forEach(holder -> notGiven.put(holder, now)));
    }
  }

  /** Or a message would wait for a key that can never go. */
  private Set<ChainHolder> lately(long now) {
    notGiven.values().removeIf(at -> now - at >= WITHOUT_KEY.toMillis());
    return notGiven.keySet();
  }

  /** Seals for all who were given the key; owes no keys. */
  Sealed seal(Transaction step, Draft draft) {
    UUID group = draft.conversation();
    GroupView view = book.view(step, group);
    Groups groups = book.groups(step);
    List<DeviceAddress> devices =
        groups.holders(group).holders().stream().map(GroupSealer::address).toList();
    if (devices.isEmpty() && isAlone(view)) {
      return Sealed.FOR_NOBODY;
    }
    byte[] content = content(step, draft, view);
    try (SenderChain chain = groups.ownChain(group).orElseThrow()) {
      GroupCipher.Sealed sealed = cipher.seal(chain, content);
      try (SenderChain next = sealed.chain()) {
        groups.putOwnChain(next);
      }
      byte[] frame = frame(step, draft, view.current().epoch(), sealed.message());
      return new Sealed(Octets.of(frame), devices);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * The key of the chain in use for one device that lacks it; empty if it has to get none or was
   * given it before.
   */
  public List<Draft> keyFor(Transaction step, UUID group, DeviceAddress device) {
    Optional<GroupView> view = ofMember(step, group, device);
    if (view.isEmpty()) {
      return List.of();
    }
    ChainHolders holders = book.groups(step).holders(group);
    List<ChainHolder> lacking =
        holders.lacking(book.present(step, view.get())).stream()
            .filter(holder -> address(holder).equals(device))
            .toList();
    try (SenderChain chain = book.groups(step).ownChain(group).orElse(null)) {
      if (chain == null || !chain.stateHash().equals(view.get().current().stateHash(tools.e1()))) {
        return List.of();
      }
      return give(step, chain, holders, lacking);
    }
  }

  private Optional<GroupView> ofMember(Transaction step, UUID group, DeviceAddress device) {
    return book.groups(step)
        .view(group)
        .filter(view -> view.current().roster().has(device.user().toUuid()));
  }

  /** What carried the key of the chain in use to this device of a member. */
  public Optional<SentCopy> givenKey(Transaction step, UUID group, DeviceAddress device) {
    if (ofMember(step, group, device).isEmpty()) {
      return Optional.empty();
    }
    try (SenderChain chain = book.groups(step).ownChain(group).orElse(null)) {
      return chain == null ? Optional.empty() : copyOfKey(step, chain.place(), device);
    }
  }

  private static Optional<SentCopy> copyOfKey(
      Transaction step, ChainPlace place, DeviceAddress device) {
    return new Sends(step)
        .copyOfKey(place.group(), device)
        .filter(copy -> copy.sentTo(device).isPresent() && carries(copy, place));
  }

  private static boolean carries(SentCopy copy, ChainPlace place) {
    if (Drafts.body(copy.draft()) instanceof ContentBody.SenderKey(SenderKeyDistribution key)) {
      try (key) {
        return key.place().equals(place);
      }
    }
    return false;
  }

  private List<Draft> give(
      Transaction step, SenderChain chain, ChainHolders before, Collection<ChainHolder> to) {
    Map<UUID, List<DeviceAddress>> byUser = new TreeMap<>();
    for (ChainHolder holder : to) {
      byUser.computeIfAbsent(holder.device().user(), _ -> new ArrayList<>()).add(address(holder));
    }
    book.groups(step).putHolders(chain.place().group(), before.with(to));
    List<Draft> keys = new ArrayList<>();
    byUser.forEach((user, devices) -> {
      try (SenderKeyDistribution key = chain.distribution(tools.e1())) {
        keys.add(drafts.control(user, devices, new ContentBody.SenderKey(key)));
      }
    });
    return keys;
  }

  private byte[] content(Transaction step, Draft draft, GroupView view) {
    Content written = ContentCodec.decode(ByteBuffer.wrap(draft.content().toByteArray()));
    ContentHead head =
        new ContentHead(
            written.head().author(),
            written.head().place(),
            ListView.of(tools.e1(), contacts.pins(step, tools.user()).list()),
            ListView.of(tools.e1(), view.current()),
            LogHead.NONE);
    return ContentCodec.encode(new Content(head, written.body()));
  }

  private byte[] frame(Transaction step, Draft draft, int epoch, Octets message) {
    OutgoingSend send =
        OutgoingSend.toGroup(
            MessageClass.NORMAL,
            MessageId.of(draft.message()),
            ConversationId.of(draft.conversation()),
            epoch,
            0,
            contacts.pins(step, tools.user()).list().version(),
            OpaqueBytes.wrap(message.toByteArray()));
    ByteBuf out = Unpooled.buffer(ClientFrameEncoder.size(send));
    ClientFrameEncoder.write(send, out);
    return ByteBufUtil.getBytes(out);
  }

  private static DeviceAddress address(ChainHolder holder) {
    return new DeviceAddress(UserId.of(holder.device().user()), holder.device().device());
  }
}
