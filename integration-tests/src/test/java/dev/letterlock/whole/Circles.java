package dev.letterlock.whole;

import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupRoster;
import dev.letterlock.crypto.group.GroupSigner;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.group.MemberRole;
import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.PayloadSize;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.MessageId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Group states that the server takes, and Sends whose group message is a number and zeros. */
final class Circles {
  static final int SMALLEST = PayloadSize.MIN_SLICE + PayloadSize.GROUP_OVERHEAD;

  private Circles() {}

  /** The first state of a group: its admin's first device signs it. */
  static GroupState first(LoadUser admin, List<LoadUser> members) {
    return GroupState.first(
        People.E1_SUITE,
        device(admin).keys().signingKey(),
        signer(admin),
        System.currentTimeMillis(),
        roster(admin, members));
  }

  /** The next state, signed by the same admin. */
  static GroupState next(GroupState before, LoadUser admin, List<LoadUser> members) {
    return before.next(
        People.E1_SUITE,
        device(admin).keys().signingKey(),
        signer(admin),
        System.currentTimeMillis(),
        roster(admin, members));
  }

  /** A message of the smallest size; no ref yet. */
  static OutgoingSend message(MessageClass messageClass, GroupState state, long number) {
    byte[] bytes = ByteBuffer.allocate(SMALLEST).putLong(number).array();
    return message(messageClass, ConversationId.of(state.group()), state.epoch(), bytes);
  }

  static OutgoingSend message(
      MessageClass messageClass, ConversationId group, int epoch, byte[] bytes) {
    return OutgoingSend.toGroup(
        messageClass, MessageId.of(UUID.randomUUID()), group, epoch, 0, 1, OpaqueBytes.wrap(bytes));
  }

  /** Another message under the same id. */
  static OutgoingSend otherBytes(OutgoingSend send) {
    byte[] bytes = send.slice().toByteArray();
    Arrays.fill(bytes, (byte) 1);
    return OutgoingSend.toGroup(
        send.messageClass(),
        send.messageId(),
        send.conversation(),
        (int) send.recipientListVersion(),
        0,
        1,
        OpaqueBytes.wrap(bytes));
  }

  static LoadDevice device(LoadUser user) {
    return user.devices().getFirst();
  }

  private static GroupRoster roster(LoadUser admin, List<LoadUser> members) {
    List<GroupMember> all = new ArrayList<>(List.of(member(admin, MemberRole.ADMIN)));
    members.forEach(user -> all.add(member(user, MemberRole.MEMBER)));
    return new GroupRoster(0, all);
  }

  private static GroupMember member(LoadUser user, MemberRole role) {
    return new GroupMember(
        user.id().toUuid(), role, KeyFingerprint.of(People.E1_SUITE, user.list().accountKey()));
  }

  private static GroupSigner signer(LoadUser user) {
    return new GroupSigner(user.id().toUuid(), device(user).address().device());
  }
}
