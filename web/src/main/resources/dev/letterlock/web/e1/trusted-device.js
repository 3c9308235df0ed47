/** A device whose certificate the pinned list of its user names: the only kind that is sealed for and heard. */
export class TrustedDevice {
  /**
   * @param {import('./device-cert.js').DeviceCert} cert
   * @param {bigint} listVersion of the list that names it
   */
  constructor(cert, listVersion) {
    this.cert = cert;
    this.certHash = cert.certHash();
    this.listVersion = listVersion;
    Object.freeze(this);
  }
}
