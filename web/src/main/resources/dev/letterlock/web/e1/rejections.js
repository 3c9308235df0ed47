/**
 * What E1 refuses, by the name of the fault that the vectors and the Java client give it (docs/vectors). No text of a
 * rejection ever holds key bytes.
 */
class Rejected extends Error {
  /**
   * @param {string} fault
   * @param {string} text
   * @param {ErrorOptions} [options]
   */
  constructor(fault, text, options) {
    super(`${fault}: ${text}`, options);
    this.name = new.target.name;
    this.fault = fault;
  }
}

/** A key, certificate, list, rollover, pre-key or group state that is not what it has to be. */
export class KeyRejected extends Rejected {}

/** A record, handshake or slice that does not open. */
export class OpenRejected extends Rejected {}

/** Pre-keys of a device that must not be used (§2.3). */
export class BundleRejected extends Rejected {}

/** A certificate that the pinned list does not name, or a pinned list that waits for a person's word. */
export class TrustRejected extends Rejected {}

/** A group's state, sender key or message (§2.8). */
export class GroupRejected extends Rejected {}

/** Opened content that is not what its envelope says (§2.6). */
export class ContentRejected extends Rejected {
  /** @param {string | null} named the message id that the content gives, if that is the fault */
  constructor(fault, text, named = null) {
    super(fault, text);
    this.named = named;
  }
}

/** Bytes that this client or another one had stored and that are not what was stored. */
export class StateRejected extends Rejected {}

/** libsodium was called in a way that must not happen. */
export class SodiumFailed extends Error {}
