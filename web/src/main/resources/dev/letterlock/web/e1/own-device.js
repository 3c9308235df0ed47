import { equal } from '../bytes.js';
import { DeviceCert } from './device-cert.js';
import { agreementKeyPair, randomBytes, seedOf, signingKeyPair } from './sodium.js';
import { StateRejected } from './rejections.js';

/** The keys of this device and its certificate: docs/E2EE.md §2.2. */
export class OwnDevice {
  constructor(cert, signingPair, agreementPair) {
    if (!equal(cert.signingKey, signingPair.publicKey) || !equal(cert.agreementKey, agreementPair.publicKey)) {
      throw new StateRejected('BAD_VALUE', 'certificate: of other keys (expected: of these)');
    }
    this.cert = cert;
    this.certHash = cert.certHash();
    this.signingPair = signingPair;
    this.agreementPair = agreementPair;
    Object.freeze(this);
  }

  /**
   * @param {import('./device-cert.js').DeviceAddress} address
   * @param {number} now milliseconds since 1970
   */
  static generate(suite, address, now) {
    const signingPair = signingKeyPair(randomBytes(32));
    const agreementPair = agreementKeyPair(randomBytes(32));
    const cert = DeviceCert.issue(signingPair, suite, address, agreementPair.publicKey, BigInt(now));
    return new OwnDevice(cert, signingPair, agreementPair);
  }

  /** @returns {{cert: Uint8Array, signingSeed: Uint8Array, agreementSecret: Uint8Array}} what a key store keeps */
  toState() {
    return {
      cert: this.cert.encode(),
      signingSeed: seedOf(this.signingPair),
      agreementSecret: this.agreementPair.secretKey,
    };
  }

  static ofState({ cert, signingSeed, agreementSecret }) {
    return new OwnDevice(DeviceCert.parse(cert), signingKeyPair(signingSeed), agreementKeyPair(agreementSecret));
  }
}
