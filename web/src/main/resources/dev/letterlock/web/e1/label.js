import { concat, utf8 } from '../bytes.js';

/** The labels of docs/E2EE.md §2.1: no two uses of a key or hash share one (R1). */
export const Label = Object.freeze({
  DEVICE_CERT_SIGNATURE: 'E1:dev-self',
  DEVICE_CERT_HASH: 'E1:cert',
  DEVICE_LIST_SIGNATURE: 'E1:devlist',
  DEVICE_LIST_HASH: 'E1:listhash',
  ACCOUNT_KEY_ROLLOVER: 'E1:aik-roll',
  SIGNED_PRE_KEY: 'E1:spk',
  KEM_PRE_KEY: 'E1:kpk',
  REQUEST: 'E1:request',
  DIRECT_CONVERSATION: 'E1:dm',
  PAYLOAD_HASH: 'E1:ph',
  PAYLOAD_KEYS: 'E1:payload',
  RECORD_WRAP: 'E1:wrap',
  ACCOUNT_KEY_FINGERPRINT: 'E1:aikfp',
  SAFETY_NUMBER: 'E1:safety',
  GROUP_ID: 'E1:gid',
  GROUP_STATE_SIGNATURE: 'E1:gstate',
  GROUP_STATE_HASH: 'E1:gstatehash',
  GROUP_CHAIN: 'E1:gchain',
  GROUP_MESSAGE_SIGNATURE: 'E1:gmsg',
  HANDSHAKE_CONTEXT: 'E1:hs-ctx',
  HANDSHAKE: 'E1:hs',
  ROOT_KEY: 'E1:rk',
  SESSION_ID: 'E1:sid',
  EXPORT: 'E1:exp',
  KEM_KEY_HASH: 'E1:kempk',
  KEM_CIPHERTEXT_HASH: 'E1:kemct',
  RATCHET: 'E1:ratchet',
  CHAIN: 'E1:chain',
  EPHEMERAL_HASH: 'E1:ek',
  PRE_KEY_HEADER_HASH: 'E1:pkhdr',
});

/** `L(label) ‖ parts`: one length byte and the ASCII of the label go before what is hashed or signed. */
export function prepend(label, parts) {
  return concat(Uint8Array.of(label.length), utf8(label), ...parts);
}
