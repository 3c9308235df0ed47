package dev.letterlock.client.messenger.trust;

import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.group.StateEvidence;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Tells a person what became of a group. On the desk. */
public final class GroupReports {

  private final Tools tools;
  private final Contacts contacts;
  private final Audience audience;

  public GroupReports(Tools tools, Contacts contacts, Audience audience) {
    this.tools = tools;
    this.contacts = contacts;
    this.audience = audience;
  }

  /** Once it is stored: this user is in a group that was not known here. */
  void joined(Transaction step, GroupState state) {
    boolean madeHere =
        state.signer().user().equals(tools.user())
            && state.signer().device() == tools.address().device();
    if (!madeHere) {
      later(step, state.group(), "You are in a group with " + others(step, state) + ".");
    }
  }

  /** Once it is stored: who came and who went. */
  void changed(Transaction step, GroupState before, GroupState after) {
    List<String> sentences = new ArrayList<>();
    for (GroupMember member : after.roster().members()) {
      if (!before.roster().has(member.user())) {
        sentences.add(who(step, member.user()) + " in the group now.");
      } else if (member.isAdmin()
          && !before.roster().member(member.user()).orElseThrow().isAdmin()) {
        sentences.add(who(step, member.user()) + " an admin of the group now.");
      }
    }
    for (GroupMember member : before.roster().members()) {
      if (!after.roster().has(member.user())) {
        sentences.add(who(step, member.user()) + " not in the group any more.");
      }
    }
    sentences.forEach(sentence -> later(step, after.group(), sentence));
  }

  /**
   * Once it is stored: whoever signed both is no honest admin, or the server made one sign twice.
   */
  void split(Transaction step, StateEvidence evidence) {
    audience.notice(
        step,
        new Notice(
            Kind.ALARM,
            evidence.known().group(),
            null,
            "There are two different memberships of the group, both rightly signed, for the same"
                + " time: members do not all write to the same people. Nothing was changed here. Do"
                + " not write there for now: compare by another way who its members are, and make a"
                + " new group.",
            Octets.of(evidence.encode())));
  }

  void rolledBack(UUID group) {
    alarm(
        group,
        "The server went back to an older membership of the group. Nothing was changed here. What"
            + " you write may be refused until it shows the newest again: ask its operator.");
  }

  void hidden(UUID group) {
    alarm(
        group,
        "The server keeps back the newest membership of the group; a member told it, and it is the"
            + " one that counts here. What you write may be refused until the server shows it too:"
            + " ask its operator.");
  }

  void otherKey(UUID group, String name) {
    String sentence =
        "The identity key of "
            + name
            + " is not the one that the group names, as after beginning anew: nothing is encrypted"
            + " for that person. Compare the safety number; if it is right, an admin has to take "
            + name
            + " out of the group and in again.";
    audience.notice(Notice.of(Kind.OTHER_KEY, group, sentence).about(name));
  }

  private void alarm(UUID group, String sentence) {
    audience.notice(Notice.of(Kind.ALARM, group, sentence));
  }

  private void later(Transaction step, UUID group, String sentence) {
    audience.notice(step, Notice.of(Kind.REMARK, group, sentence));
  }

  private String who(Transaction step, UUID user) {
    return user.equals(tools.user()) ? "You are" : contacts.name(step, user) + " is";
  }

  private String others(Transaction step, GroupState state) {
    return String.join(
        ", ",
        state.roster().members().stream()
            .filter(member -> !member.user().equals(tools.user()))
            .map(member -> contacts.name(step, member.user()))
            .sorted()
            .toList());
  }
}
