package dev.letterlock.crypto;

import java.nio.charset.StandardCharsets;

/**
 * Every domain-separation label of E1, in one table so that no two uses share one: docs/E2EE.md
 * §2.1. A label goes before its input as {@code u8 length || ASCII}.
 */
public enum Label {
  DEVICE_CERT_SIGNATURE("E1:dev-self"),
  DEVICE_CERT_HASH("E1:cert"),
  DEVICE_LIST_SIGNATURE("E1:devlist"),
  DEVICE_LIST_HASH("E1:listhash"),
  ACCOUNT_KEY_ROLLOVER("E1:aik-roll"),
  SIGNED_PRE_KEY("E1:spk"),
  KEM_PRE_KEY("E1:kpk"),
  REQUEST("E1:request"),
  DIRECT_CONVERSATION("E1:dm"),
  PAYLOAD_HASH("E1:ph"),
  PAYLOAD_KEYS("E1:payload"),
  RECORD_WRAP("E1:wrap"),
  ACCOUNT_KEY_FINGERPRINT("E1:aikfp"),
  SAFETY_NUMBER("E1:safety"),
  GROUP_ID("E1:gid"),
  GROUP_STATE_SIGNATURE("E1:gstate"),
  GROUP_STATE_HASH("E1:gstatehash"),
  GROUP_CHAIN("E1:gchain"),
  GROUP_MESSAGE_SIGNATURE("E1:gmsg"),
  VAULT_KEY("E1:vault-key"),
  RECOVERY_FILE("E1:recovery"),
  ATTACHMENT("E1:att"),
  LINK_DIGITS("E1:sas"),
  LINK_PARCEL("E1:link"),
  HANDSHAKE_CONTEXT("E1:hs-ctx"),
  HANDSHAKE("E1:hs"),
  ROOT_KEY("E1:rk"),
  SESSION_ID("E1:sid"),
  EXPORT("E1:exp"),
  KEM_KEY_HASH("E1:kempk"),
  KEM_CIPHERTEXT_HASH("E1:kemct"),
  RATCHET("E1:ratchet"),
  CHAIN("E1:chain"),
  EPHEMERAL_HASH("E1:ek"),
  /** How a device recognises a repeated pre-key header; never on the wire. */
  PRE_KEY_HEADER_HASH("E1:pkhdr");

  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // filled once, never handed out
  private final byte[] prefix;

  Label(String text) {
    this.text = text;
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    this.prefix = new byte[1 + ascii.length];
    prefix[0] = (byte) ascii.length;
    System.arraycopy(ascii, 0, prefix, 1, ascii.length);
  }

  /** The label as it stands in the specification. */
  public String text() {
    return text;
  }

  /** {@code L(label)} followed by the parts. */
  byte[] prepend(byte[]... parts) {
    int size = prefix.length;
    for (byte[] part : parts) {
      size = Math.addExact(size, part.length);
    }
    byte[] labelled = new byte[size];
    System.arraycopy(prefix, 0, labelled, 0, prefix.length);
    int at = prefix.length;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, labelled, at, part.length);
      at += part.length;
    }
    return labelled;
  }
}
