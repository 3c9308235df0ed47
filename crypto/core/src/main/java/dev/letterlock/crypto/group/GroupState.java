package dev.letterlock.crypto.group;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.Uuids;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Signature;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * Who is in a group from one epoch to the next, signed by a member's device and chained by hash, so
 * that a server can neither add, remove nor swap a member: docs/E2EE.md §2.8. Encoded as {@code ver
 * u8=1 | groupId 16 | epoch u32 | prev 32 | created u64 | policy u16 | n u16 | n x member 33 |
 * signer 16 | device u32 | signature 64}.
 *
 * <p>The id of a group follows from its first state, so there is only one first state per id and no
 * direct conversation ever has a group's id.
 *
 * @param epoch unsigned: 1 for the first state, then one more each time
 * @param previous stateHash of the state before; zeros for the first
 * @param created milliseconds since 1970
 */
public record GroupState(
    UUID group,
    int epoch,
    Hash32 previous,
    long created,
    GroupRoster roster,
    GroupSigner signer,
    Signature signature) {

  public static final int MAX_SIZE = size(GroupRoster.MAX_MEMBERS);
  public static final int FIRST_EPOCH = 1;

  private static final byte VERSION = 1;
  private static final int HEAD = 1 + Uuids.SIZE + Integer.BYTES + Hash32.SIZE + Long.BYTES;
  private static final int COUNTS = 4;
  private static final int SIGNER = Uuids.SIZE + Integer.BYTES;
  private static final int GROUP_AT = 1;

  /**
   * Reads a state without judging signature or chain.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH}, {@link KeyFault#BAD_VERSION},
   *     {@link KeyFault#BAD_ROLE} or as {@link GroupRoster}
   */
  public static GroupState parse(byte[] encoded) {
    StructureReader in = new StructureReader("group state", encoded);
    in.version1();
    GroupState state =
        new GroupState(
            in.uuid(),
            in.u32(),
            in.hash(),
            in.u64(),
            GroupRoster.read(in),
            new GroupSigner(in.uuid(), in.u32()),
            in.signature());
    in.end();
    return state;
  }

  /** Signs the first state of a new group; its id comes with it. */
  public static GroupState first(
      E1 e1, Ed25519KeyPair deviceKey, GroupSigner signer, long created, GroupRoster roster) {
    byte[] body = body(new UUID(0, 0), FIRST_EPOCH, Hash32.ZERO, created, roster, signer);
    UUID group = idOf(e1, body);
    Uuids.write(ByteBuffer.wrap(body).position(GROUP_AT), group);
    Signature signature = e1.sign(deviceKey, Label.GROUP_STATE_SIGNATURE, body);
    return new GroupState(group, FIRST_EPOCH, Hash32.ZERO, created, roster, signer, signature);
  }

  /** Signs the state that follows this one; who may do that: {@link #requireFollows}. */
  public GroupState next(
      E1 e1, Ed25519KeyPair deviceKey, GroupSigner by, long at, GroupRoster changed) {
    int nextEpoch = Math.addExact(epoch, 1);
    Hash32 hash = stateHash(e1);
    byte[] body = body(group, nextEpoch, hash, at, changed, by);
    Signature signed = e1.sign(deviceKey, Label.GROUP_STATE_SIGNATURE, body);
    return new GroupState(group, nextEpoch, hash, at, changed, by, signed);
  }

  /** All bytes, signature included. */
  public byte[] encode() {
    byte[] body = body();
    ByteBuffer out =
        ByteBuffer.wrap(Arrays.copyOf(body, body.length + Signature.SIZE)).position(body.length);
    signature.writeTo(out);
    return out.array();
  }

  /** What the next state and every group message name: the hash of all but the signature. */
  public Hash32 stateHash(E1 e1) {
    return e1.hash(Label.GROUP_STATE_HASH, body());
  }

  /**
   * Checks the signature.
   *
   * @param deviceKey DSK of the signer, from a list that is trusted
   * @throws KeyRejectedException with {@link KeyFault#BAD_SIGNATURE}
   */
  public void verify(E1 e1, Ed25519PublicKey deviceKey) {
    e1.requireSignature(deviceKey, Label.GROUP_STATE_SIGNATURE, signature, body());
  }

  /**
   * Checks that this is the first state of its group, made by an admin.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_EPOCH}, {@link
   *     KeyFault#BAD_PREVIOUS_HASH}, {@link KeyFault#BAD_GROUP_ID} or {@link
   *     KeyFault#NOT_AUTHORISED}
   */
  public void requireFirst(E1 e1) {
    requireEpoch(FIRST_EPOCH);
    requirePrevious(Hash32.ZERO);
    if (!group.equals(idOf(e1, body(new UUID(0, 0), epoch, previous, created, roster, signer)))) {
      throw new KeyRejectedException(
          KeyFault.BAD_GROUP_ID, "group: " + group + " (expected: the id of this first state)");
    }
    requireAuthorised(roster.member(signer.user()).filter(GroupMember::isAdmin).isPresent());
  }

  /**
   * Checks that this follows {@code before} and that its signer may make the change: an admin any,
   * another member only one that takes away himself, or, where the policy says so, adds members.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_GROUP_ID}, {@link KeyFault#BAD_EPOCH},
   *     {@link KeyFault#BAD_PREVIOUS_HASH} or {@link KeyFault#NOT_AUTHORISED}
   */
  public void requireFollows(E1 e1, GroupState before) {
    if (!group.equals(before.group)) {
      throw new KeyRejectedException(
          KeyFault.BAD_GROUP_ID, "group: " + group + " (expected: " + before.group + ")");
    }
    requireEpoch(before.epoch + 1);
    requirePrevious(before.stateHash(e1));
    requireAuthorised(mayFollow(before.roster));
  }

  private boolean mayFollow(GroupRoster before) {
    return before
        .member(signer.user())
        .map(member ->
            member.isAdmin()
                || roster.isLeftBy(signer.user(), before)
                || (before.membersMayAdd() && roster.onlyAddsTo(before)))
        .orElse(false);
  }

  private void requireEpoch(int expected) {
    if (epoch != expected || epoch == 0) {
      throw new KeyRejectedException(
          KeyFault.BAD_EPOCH,
          "epoch: %s (expected: %s)"
              .formatted(Integer.toUnsignedString(epoch), Integer.toUnsignedString(expected)));
    }
  }

  private void requirePrevious(Hash32 expected) {
    if (!previous.equals(expected)) {
      throw new KeyRejectedException(
          KeyFault.BAD_PREVIOUS_HASH, "previous: " + previous + " (expected: " + expected + ")");
    }
  }

  private void requireAuthorised(boolean authorised) {
    if (!authorised) {
      throw new KeyRejectedException(
          KeyFault.NOT_AUTHORISED,
          "signer: " + signer.user() + " (expected: one who may make this change)");
    }
  }

  private static UUID idOf(E1 e1, byte[] bodyWithoutId) {
    return Uuids.read(ByteBuffer.wrap(e1.hash(Label.GROUP_ID, bodyWithoutId).toByteArray()));
  }

  private byte[] body() {
    return body(group, epoch, previous, created, roster, signer);
  }

  private static byte[] body(
      UUID group,
      int epoch,
      Hash32 previous,
      long created,
      GroupRoster roster,
      GroupSigner signer) {
    ByteBuffer out = ByteBuffer.allocate(HEAD + roster.size() + SIGNER);
    Uuids.write(out.put(VERSION), group).putInt(epoch);
    previous.writeTo(out);
    roster.writeTo(out.putLong(created));
    return Uuids.write(out, signer.user()).putInt(signer.device()).array();
  }

  private static int size(int members) {
    return HEAD + COUNTS + members * GroupMember.SIZE + SIGNER + Signature.SIZE;
  }
}
