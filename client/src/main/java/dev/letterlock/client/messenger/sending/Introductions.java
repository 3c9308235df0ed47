package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.KnownTitles;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells the other own devices with whom a conversation is, which its id alone does not, and what a
 * group is called, which the server does not know (docs/E2EE.md §2.6). Asked when a text is sealed
 * and not when it is written, since the own list may have grown between. On the desk.
 */
public final class Introductions {

  /** For how long texts do without an introduction that could not go to all. */
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofHours(1);

  private final Tools tools;
  private final Contacts contacts;
  private final Drafts drafts;
  private final Map<UUID, Long> incomplete = new HashMap<>();

  public Introductions(Tools tools, Contacts contacts, Drafts drafts) {
    this.tools = tools;
    this.contacts = contacts;
    this.drafts = drafts;
  }

  /**
   * What has to go before a text of this conversation, and is taken for sent from now on, unless
   * {@link #takeBack} says later that it did not go.
   */
  List<Draft> owed(Transaction step, UUID conversation) {
    long oldest = tools.clock().millis() - BETWEEN_ATTEMPTS.toMillis();
    incomplete.values().removeIf(at -> at <= oldest);
    if (incomplete.containsKey(conversation)) {
      return List.of();
    }
    Conversations conversations = new Conversations(step);
    DeviceList own = contacts.pins(step, tools.user()).list();
    Optional<StoredConversation> owed =
        conversations.find(conversation).filter(found -> isOwed(found, own));
    Optional<ContentBody> introduction = owed.flatMap(found -> introduction(step, found));
    if (introduction.isEmpty()) {
      return List.of();
    }
    conversations.put(owed.orElseThrow().introducedTo(own.version()));
    return List.of(drafts.control(tools.user(), List.of(), introduction.get()));
  }

  /** What is owed of all groups, before there is a text of this device in them. */
  List<Draft> owedOfGroups(Transaction step) {
    return new Conversations(step)
        .all().stream()
            .filter(StoredConversation::group)
            .flatMap(group -> owed(step, group.id()).stream())
            .toList();
  }

  /**
   * An introduction went to some of the own other devices only, or to none: it is owed again.
   *
   * @param draft any draft
   * @param given the devices that it went to
   */
  void takeBack(Transaction step, Draft draft, List<DeviceAddress> given) {
    boolean own = draft.recipient().equals(tools.user());
    if (own && !isForAll(step, given)) {
      introduced(draft).ifPresent(conversation -> takeBack(step, conversation));
    }
  }

  private Optional<UUID> introduced(Draft draft) {
    return switch (Drafts.body(draft)) {
      case ContentBody.Introduction(UUID peer) -> Optional.of(tools.conversationWith(peer));
      case ContentBody.GroupTitle title -> Optional.of(title.group());
      default -> Optional.empty();
    };
  }

  private void takeBack(Transaction step, UUID conversation) {
    Conversations conversations = new Conversations(step);
    conversations.find(conversation).ifPresent(found -> conversations.put(found.introducedTo(0)));
    long now = tools.clock().millis();
    step.afterwards(() -> incomplete.put(conversation, now));
  }

  private boolean isForAll(Transaction step, List<DeviceAddress> given) {
    return contacts.pins(step, tools.user()).list().entries().stream()
        .map(entry -> new DeviceAddress(UserId.of(tools.user()), entry.device()))
        .allMatch(device -> device.equals(tools.address()) || given.contains(device));
  }

  private static boolean isOwed(StoredConversation conversation, DeviceList own) {
    return own.entries().size() > 1 && conversation.introduced() < own.version();
  }

  private Optional<ContentBody> introduction(Transaction step, StoredConversation conversation) {
    if (conversation.group()) {
      return new KnownTitles(step, tools.e1()).of(conversation.id()).map(title -> title);
    }
    UUID peer = conversation.peer();
    return peer.equals(tools.user())
        ? Optional.empty()
        : Optional.of(new ContentBody.Introduction(peer));
  }
}
