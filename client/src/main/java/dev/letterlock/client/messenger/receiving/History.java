package dev.letterlock.client.messenger.receiving;

import dev.letterlock.client.messenger.Attachment;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.ToldNotice;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Notices;
import dev.letterlock.client.profile.ReceiptMark;
import dev.letterlock.client.profile.Said;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.StoredMessage;
import dev.letterlock.client.profile.StoredNotice;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.attachment.AttachmentPointer;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Conversations as they are shown: messages with their status, receipts, what was read. */
public final class History {

  /** The time of what was sent when there was no device to send it to. */
  private static final long TO_NOBODY = 0;

  private final Tools tools;
  private final Contacts contacts;
  private final Audience audience;

  public History(Tools tools, Contacts contacts, Audience audience) {
    this.tools = tools;
    this.contacts = contacts;
    this.audience = audience;
  }

  /** The direct conversation with a user, made if there is none. */
  public StoredConversation make(Transaction step, UUID peer) {
    UUID id = tools.conversationWith(peer);
    Conversations conversations = new Conversations(step);
    return conversations
        .find(id)
        .orElseGet(() -> {
          contacts.pins(step, peer);
          StoredConversation made =
              StoredConversation.fresh(id, false, peer, contacts.name(step, peer));
          conversations.put(made);
          return made;
        });
  }

  /** Messages behind an index, as a person sees them. */
  public List<Message> messages(Transaction step, UUID conversation, long after) {
    Conversations conversations = new Conversations(step);
    return conversations
        .find(conversation)
        .map(found -> conversations.messages(found, after))
        .orElse(List.of())
        .stream()
        .map(message -> shown(step, message))
        .toList();
  }

  /** Everything that a person was told lately, oldest first. */
  public List<ToldNotice> notices(Transaction step) {
    Notices notices = new Notices(step);
    return notices.all().stream().map(kept -> told(notices, kept)).toList();
  }

  /** What a person was told lately about a conversation, oldest first. */
  public List<ToldNotice> notices(Transaction step, UUID conversation) {
    Notices notices = new Notices(step);
    return notices.of(conversation).stream().map(kept -> told(notices, kept)).toList();
  }

  public Message shown(Transaction step, StoredMessage message) {
    Conversations conversations = new Conversations(step);
    Collection<ReceiptMark> marks = marks(conversations, message);
    return new Message(
        message.id(),
        message.conversation(),
        message.index(),
        contacts.name(step, message.author()),
        message.author().equals(tools.user()),
        Instant.ofEpochMilli(message.sentAt()),
        status(message, marks),
        isOfGroup(conversations, message) ? readers(message, marks) : 0,
        message.text(),
        attachment(message.said()));
  }

  private static @Nullable Attachment attachment(Said said) {
    Octets pointer = said.pointer();
    if (pointer == null) {
      return null;
    }
    try (AttachmentPointer parsed = AttachmentPointer.parse(pointer.toByteArray())) {
      return new Attachment(parsed.mediaType().text(), parsed.size());
    }
  }

  /** Whether everything that it names is known here. */
  public boolean knows(Receipt receipt) {
    try (Transaction step = tools.begin()) {
      return receipt.entries().stream().allMatch(entry -> isKnown(step, entry));
    }
  }

  private boolean isKnown(Transaction step, Receipt.Entry entry) {
    return new Conversations(step)
        .find(entry.conversation().toUuid())
        .filter(found -> isReader(step, found, entry.reader().toUuid()))
        .filter(found -> isOwn(step, found, entry.senderDevice()))
        .isPresent();
  }

  private boolean isReader(Transaction step, StoredConversation conversation, UUID user) {
    return conversation.group()
        ? contacts.peers(step).pins(user).isPresent()
        : conversation.peer().equals(user);
  }

  /** This device, or another of the account that has written in the conversation. */
  private boolean isOwn(Transaction step, StoredConversation conversation, int device) {
    DeviceAddress sender = new DeviceAddress(UserId.of(tools.user()), device);
    return sender.equals(tools.address())
        || new Conversations(step).hasTrack(conversation.id(), sender);
  }

  /** Keeps what receipts say of what is known here; marks never go back. */
  public void take(Receipt receipt) {
    Set<UUID> changed = new HashSet<>();
    try (Transaction step = tools.begin()) {
      Conversations conversations = new Conversations(step);
      for (Receipt.Entry entry : receipt.entries()) {
        if (!isKnown(step, entry)) {
          continue;
        }
        UUID conversation = entry.conversation().toUuid();
        UUID reader = entry.reader().toUuid();
        ReceiptMark before = conversations.mark(conversation, reader, entry.senderDevice());
        ReceiptMark after =
            switch (entry.kind()) {
              case DELIVERED -> before.deliveredUpTo(entry.upTo());
              case READ -> before.readUpTo(entry.upTo());
              case EXPIRED -> before.expiredUpTo(entry.upTo());
            };
        if (!after.equals(before)) {
          conversations.putMark(conversation, reader, entry.senderDevice(), after);
          changed.add(conversation);
        }
        if (after.expired() > before.expired()) {
          String sentence = "A message was not fetched in time and has expired.";
          audience.notice(step, Notice.of(Notice.Kind.REFUSED, conversation, sentence));
        }
      }
      step.commit();
    }
    changed.forEach(conversation -> audience.tell(to -> to.statusChanged(conversation)));
  }

  /** Marks everything as read; the server is told by {@link #owed}. */
  public void markRead(Transaction step, UUID conversation) {
    new Notices(step).markRead(conversation);
    Conversations conversations = new Conversations(step);
    StoredConversation found = conversations.find(conversation).orElse(null);
    if (found == null || found.read() == found.last()) {
      return;
    }
    Map<DeviceAddress, Long> newest = new HashMap<>();
    for (StoredMessage message : conversations.messages(found, found.read())) {
      if (!message.author().equals(tools.user())) {
        DeviceAddress author = new DeviceAddress(UserId.of(message.author()), message.device());
        newest.merge(author, message.time(), Math::max);
      }
    }
    if (conversations.isAnswered(conversation)) {
      newest.forEach((author, time) -> conversations.oweReport(conversation, author, time));
    }
    conversations.put(found.readUpTo(found.last()));
  }

  /** What the server has still to be told; forgotten by this, as losing it does little harm. */
  public List<ReadReceipt> owed(Transaction step) {
    Conversations conversations = new Conversations(step);
    List<ReadReceipt> receipts = new ArrayList<>();
    for (Conversations.Report report : conversations.owedReports()) {
      receipts.add(
          new ReadReceipt(
              List.of(
                  new ReadReceipt.Mark(
                      ConversationId.of(report.conversation()), report.author(), report.upTo()))));
      conversations.reported(report);
    }
    return receipts;
  }

  private static ToldNotice told(Notices notices, Notices.Numbered kept) {
    StoredNotice stored = kept.notice();
    UUID conversation = stored.conversation();
    Octets evidence = stored.evidence();
    return new ToldNotice(
        new Notice(
            Notice.Kind.of(stored.kind()),
            conversation,
            stored.account(),
            stored.text(),
            evidence.size() == 0 ? null : evidence),
        Instant.ofEpochMilli(stored.time()),
        stored.after(),
        conversation != null && kept.number() > notices.readUpTo(conversation));
  }

  private static boolean isOfGroup(Conversations conversations, StoredMessage message) {
    return conversations.find(message.conversation()).filter(StoredConversation::group).isPresent();
  }

  /** What others say of an own message that has left. */
  private static Collection<ReceiptMark> marks(Conversations conversations, StoredMessage message) {
    boolean left = message.state() == StoredMessage.State.SENT && message.time() != TO_NOBODY;
    if (!left) {
      return List.of();
    }
    Map<UUID, ReceiptMark> marks = conversations.marks(message.conversation(), message.device());
    marks.keySet().removeAll(conversations.missed(message.id()));
    conversations.reached(message.id()).ifPresent(marks.keySet()::retainAll);
    return marks.values();
  }

  private static int readers(StoredMessage message, Collection<ReceiptMark> marks) {
    return (int) marks.stream().filter(mark -> mark.read() >= message.time()).count();
  }

  private static Message.Status status(StoredMessage message, Collection<ReceiptMark> marks) {
    return switch (message.state()) {
      case WAITING -> Message.Status.WAITING;
      case FAILED -> Message.Status.FAILED;
      case RECEIVED -> Message.Status.RECEIVED;
      case SENT -> sentStatus(message, marks);
    };
  }

  private static Message.Status sentStatus(StoredMessage message, Collection<ReceiptMark> marks) {
    if (readers(message, marks) > 0) {
      return Message.Status.READ;
    }
    return marks.stream().anyMatch(mark -> mark.delivered() >= message.time())
        ? Message.Status.DELIVERED
        : Message.Status.SENT;
  }
}
