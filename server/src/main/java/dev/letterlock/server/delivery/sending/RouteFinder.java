package dev.letterlock.server.delivery.sending;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.roster.Rosters;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a Send that is not the one of the Send before. What the caches do not hold is
 * looked up off the loop, while the session's Sends are parked in their order. Runs on the lane's
 * event loop.
 */
final class RouteFinder {
  private final Rosters rosters;
  private final DirectConversations conversations;
  private final Detour detour;

  RouteFinder(Rosters rosters, DirectConversations conversations, Detour detour) {
    this.rosters = rosters;
    this.conversations = conversations;
    this.detour = detour;
  }

  /** Finds both rosters and goes on, now or later. */
  void find(SendHandler handler, Submitter submitter, Send send) {
    UserId sender = submitter.address().user();
    UserId recipient = new UserId(send.recipientHigh(), send.recipientLow());
    ConversationId conversation =
        new ConversationId(send.conversationHigh(), send.conversationLow());
    Roster own = cached(sender, send.senderListVersion());
    Roster theirs = recipient.equals(sender) ? own : cached(recipient, send.recipientListVersion());
    if (own != null && theirs != null) {
      handler.submit(submitter, send, new Route(recipient, conversation, own, theirs));
      return;
    }
    CompletableFuture<Roster> ownLater = rosters.load(sender).toCompletableFuture();
    CompletableFuture<Roster> theirsLater =
        recipient.equals(sender) ? ownLater : rosters.load(recipient).toCompletableFuture();
    resumeAfter(
        ownLater.thenCombine(theirsLater, (a, b) -> new Route(recipient, conversation, a, b)),
        handler,
        submitter,
        send);
  }

  /** Remembers the route for the next Send, if its sender is known to send there. */
  boolean remember(Submitter submitter, Route route) {
    UserId sender = submitter.address().user();
    if (!conversations.knownSender(route.conversation(), sender, route.recipient())) {
      return false;
    }
    submitter.route(route);
    return true;
  }

  /** True if the route's conversation is the one of these two, which may not exist yet. */
  boolean isTheirs(Submitter submitter, Route route) {
    return conversations.isIdOf(
        route.conversation(), submitter.address().user(), route.recipient());
  }

  /** Creates the conversation and goes on later. */
  void createConversation(SendHandler handler, Submitter submitter, Send send, Route route) {
    UserId sender = submitter.address().user();
    if (!isTheirs(submitter, route)) {
      submitter.refuse(ErrorCode.BAD_CONVERSATION, send.ref());
      return;
    }
    resumeAfter(
        conversations
            .create(route.conversation(), sender, route.recipient())
            .thenApply(created -> route),
        handler,
        submitter,
        send);
  }

  private @Nullable Roster cached(UserId user, long listVersion) {
    Roster roster = rosters.cached(user);
    return roster != null && roster.servesVersion(listVersion) ? roster : null;
  }

  private void resumeAfter(
      CompletionStage<Route> lookUp, SendHandler handler, Submitter submitter, Send send) {
    detour.take(
        lookUp,
        handler,
        submitter,
        send,
        (found, route) -> handler.submit(submitter, found, route));
  }
}
