package dev.letterlock.server.delivery.sending;

import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.roster.Membership;
import dev.letterlock.server.roster.Memberships;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.roster.Rosters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the members of a group and their rosters for a Send that is not like the one before. Runs
 * on the lane's event loop.
 */
final class GroupRouteFinder {
  private final Memberships memberships;
  private final Rosters rosters;
  private final Detour detour;

  GroupRouteFinder(Memberships memberships, Rosters rosters, Detour detour) {
    this.memberships = memberships;
    this.rosters = rosters;
    this.detour = detour;
  }

  /**
   * Finds everything and goes on, now or later.
   *
   * @param next takes the Send with its route; the route of a stranger has no rosters
   */
  void find(
      SendHandler handler, Submitter submitter, Send send, BiConsumer<Send, GroupRoute> next) {
    ConversationId group = new ConversationId(send.conversationHigh(), send.conversationLow());
    UserId sender = submitter.address().user();
    long listVersion = send.senderListVersion();
    Membership membership = memberships.cached(group);
    GroupRoute route = membership == null ? null : cachedRoute(membership, sender, listVersion);
    if (route != null) {
      next.accept(send, route);
    } else {
      detour.take(
          memberships.load(group).thenCompose(found -> loadRoute(found, sender)),
          handler,
          submitter,
          send,
          next);
    }
  }

  private @Nullable GroupRoute cachedRoute(Membership membership, UserId sender, long listVersion) {
    Roster own = rosters.cached(sender);
    if (own == null || !own.servesVersion(listVersion)) {
      return null;
    }
    List<Roster> others = new ArrayList<>();
    if (membership.has(sender)) {
      for (UserId member : membership.members()) {
        Roster roster = member.equals(sender) ? own : rosters.cached(member);
        if (roster == null) {
          return null;
        }
        if (!member.equals(sender)) {
          others.add(roster);
        }
      }
    }
    return new GroupRoute(membership, own, others);
  }

  private CompletionStage<GroupRoute> loadRoute(Membership membership, UserId sender) {
    CompletionStage<Roster> own = rosters.load(sender);
    CompletionStage<List<Roster>> others = CompletableFuture.completedFuture(new ArrayList<>());
    if (membership.has(sender)) {
      for (UserId member : membership.members()) {
        if (!member.equals(sender)) {
          others = others.thenCombine(rosters.load(member), GroupRouteFinder::with);
        }
      }
    }
    return own.thenCombine(others, (mine, theirs) -> new GroupRoute(membership, mine, theirs));
  }

  private static List<Roster> with(List<Roster> rosters, Roster roster) {
    rosters.add(roster);
    return rosters;
  }
}
