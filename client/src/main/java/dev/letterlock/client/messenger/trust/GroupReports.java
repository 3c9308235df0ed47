package dev.letterlock.client.messenger.trust;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.group.StateEvidence;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.Octets;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a person what became of a group. On the desk. */
public final class GroupReports {

  private static final Logger LOG = LoggerFactory.getLogger(GroupReports.class);

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

  /**
   * Once it is stored: who came and who went, and what the members are and may do now. One whose
   * key was replaced by one that does not follow from it is an alarm.
   */
  void changed(Transaction step, GroupState before, GroupState after) {
    for (GroupMember member : after.roster().members()) {
      before
          .roster()
          .member(member.user())
          .ifPresentOrElse(
              was -> changed(step, after.group(), was, member),
              () -> later(step, after.group(), who(step, member.user()) + " in the group now."));
    }
    for (GroupMember member : before.roster().members()) {
      if (!after.roster().has(member.user())) {
        later(step, after.group(), who(step, member.user()) + " not in the group any more.");
      }
    }
    boolean open = after.roster().membersMayAdd();
    if (before.roster().membersMayAdd() != open) {
      String who = open ? "Every member" : "Nobody but an admin";
      later(step, after.group(), who + " may take others into the group now.");
    }
  }

  private void changed(Transaction step, UUID group, GroupMember was, GroupMember is) {
    if (was.isAdmin() != is.isAdmin()) {
      later(
          step,
          group,
          who(step, is.user())
              + (is.isAdmin()
                  ? " an admin of the group now."
                  : " no admin of the group any more."));
    }
    if (!was.accountKey().equals(is.accountKey())) {
      keyReplaced(step, group, was, is);
    }
  }

  private void keyReplaced(Transaction step, UUID group, GroupMember was, GroupMember is) {
    boolean own = is.user().equals(tools.user());
    String name = contacts.name(step, is.user());
    String key = own ? "your identity key" : "the identity key of " + name;
    if (isKnown(step, was) && isKnown(step, is)) {
      later(step, group, "In the group " + key + " is a new one now, signed by the old.");
      return;
    }
    String advice =
        own
            ? " What others encrypt for you there, this device may not be able to read: ask an admin"
                + " to take you out of the group and in again."
            : " Either "
                + name
                + " began anew, or somebody has taken the place of "
                + name
                + ". Compare the safety number before you write there.";
    Notice alarm =
        Notice.of(
            Kind.ALARM,
            group,
            "In the group "
                + key
                + " was replaced by one that is not known to be signed by the old."
                + advice);
    audience.notice(step, own ? alarm : alarm.about(name));
  }

  /** Where the server cannot be asked, nothing is known to vouch for the key. */
  private boolean isKnown(Transaction step, GroupMember member) {
    try {
      return contacts.isKeyOf(step, member.user(), member.accountKey());
    } catch (ApiException | RefusedException e) {
      LOG.debug("key of {} not looked for: {}", member.user(), e.getMessage());
      return false;
    }
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
