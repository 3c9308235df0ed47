import { fromHex, toHex } from '../bytes.js';
import { KeyRejected } from './rejections.js';

/**
 * Who is in a group and what they may do (docs/E2EE.md §2.8): `policy u16 | n u16 | n × (user 16 | role u8 | AIK
 * fingerprint 16)`. 1 to 1,000 members, each once, an admin among them. Policy bit 0 lets members add.
 *
 * @typedef {{user: string, role: number, accountKey: string}} GroupMember
 */

export const Role = Object.freeze({ MEMBER: 0, ADMIN: 1 });
export const MEMBERS_MAY_ADD = 1;

const MAX_MEMBERS = 1000;

export class GroupRoster {
  /**
   * @param {number} policy
   * @param {readonly GroupMember[]} members
   * @throws {KeyRejected} with BAD_POLICY, BAD_MEMBER_COUNT, DUPLICATE_MEMBER or NO_ADMIN
   */
  constructor(policy, members) {
    requireForm(policy, members);
    this.policy = policy;
    this.members = Object.freeze(members.map((member) => Object.freeze({ ...member })));
    Object.freeze(this);
  }

  /** @param {import('./structure-reader.js').StructureReader} input */
  static read(input) {
    const policy = input.u16();
    const count = input.u16();
    requireCount(count);
    return new GroupRoster(
      policy,
      Array.from({ length: count }, () => readMember(input)),
    );
  }

  /** @param {import('../byte-writer.js').ByteWriter} out */
  writeTo(out) {
    out.u16(this.policy).u16(this.members.length);
    this.members.forEach(({ user, role, accountKey }) => out.uuid(user).u8(role).bytes(fromHex(accountKey)));
  }

  /** @returns {GroupMember | undefined} */
  member(user) {
    return this.members.find((member) => member.user === user);
  }

  has(user) {
    return this.member(user) !== undefined;
  }

  isAdmin(user) {
    return this.member(user)?.role === Role.ADMIN;
  }

  /** Whether the signer of a change from `before` to this may make it. */
  mayFollow(before, signer) {
    return (
      before.isAdmin(signer) ||
      (before.has(signer) && (this.#isLeftBy(signer, before) || (before.#membersMayAdd() && this.#onlyAddsTo(before))))
    );
  }

  #membersMayAdd() {
    return (this.policy & MEMBERS_MAY_ADD) !== 0;
  }

  #onlyAddsTo(before) {
    const added = this.members.filter((member) => !before.members.some((known) => isSame(known, member)));
    return (
      this.policy === before.policy &&
      this.members.length - added.length === before.members.length &&
      added.every((member) => member.role === Role.MEMBER)
    );
  }

  #isLeftBy(user, before) {
    const rest = before.members.filter((member) => member.user !== user);
    return (
      this.policy === before.policy &&
      this.members.length === rest.length &&
      rest.every((member, at) => isSame(member, this.members[at]))
    );
  }
}

function readMember(input) {
  const user = input.uuid();
  const role = input.u8();
  if (role !== Role.MEMBER && role !== Role.ADMIN) {
    throw new KeyRejected('BAD_ROLE', `role: ${role} (expected: 0, 1)`);
  }
  return { user, role, accountKey: toHex(input.take(16)) };
}

function isSame(one, other) {
  return one.user === other.user && one.role === other.role && one.accountKey === other.accountKey;
}

function requireForm(policy, members) {
  if ((policy & ~MEMBERS_MAY_ADD) !== 0) {
    throw new KeyRejected('BAD_POLICY', `policy: ${policy} (expected: 0 or 1)`);
  }
  requireCount(members.length);
  if (new Set(members.map((member) => member.user)).size !== members.length) {
    throw new KeyRejected('DUPLICATE_MEMBER', 'member: one twice (expected: each once)');
  }
  if (!members.some((member) => member.role === Role.ADMIN)) {
    throw new KeyRejected('NO_ADMIN', 'admins: 0 (expected: 1 or more)');
  }
}

function requireCount(count) {
  if (count < 1 || count > MAX_MEMBERS) {
    throw new KeyRejected('BAD_MEMBER_COUNT', `members: ${count} (expected: 1 to 1000)`);
  }
}
