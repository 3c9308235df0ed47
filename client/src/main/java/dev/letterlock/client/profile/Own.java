package dev.letterlock.client.profile;

import dev.letterlock.client.api.SavedTokens;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.protocol.id.Cursor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What belongs to this device itself, within one transaction. */
public record Own(Transaction step, E1 e1) {

  private static final int DEVICE = 1;
  private static final int NAME = 2;
  private static final int TOKENS = 3;
  private static final int REQUEST = 4;
  private static final int SERVER = 5;
  private static final int ACCOUNT_KEY = 1;
  private static final int NEXT_ACCOUNT_KEY = 2;
  private static final int SIGNED_LIST = 3;
  private static final int TOLD_LIST = 4;
  private static final int RECOVERY_KEY = 5;
  private static final int PRE_KEYS = 1;
  private static final int UPLOAD_OWED = 2;
  private static final int ROTATION = 3;
  private static final int PLACE = 1;
  private static final int SILENT = 2;
  private static final int MOST_TOKEN = 4096;

  public Optional<OwnDevice> device() {
    return step.read(Place.of(Shelf.IDENTITY, DEVICE), bytes -> OwnDevice.decode(e1, bytes));
  }

  public void putDevice(OwnDevice device) {
    step.write(Place.of(Shelf.IDENTITY, DEVICE), device.encode());
  }

  /** The name of the account. */
  public Optional<String> name() {
    return step.read(
        Place.of(Shelf.IDENTITY, NAME), bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  public void putName(String name) {
    step.write(Place.of(Shelf.IDENTITY, NAME), name.getBytes(StandardCharsets.UTF_8));
  }

  public Optional<SavedTokens> tokens() {
    return step.read(Place.of(Shelf.IDENTITY, TOKENS), Own::decodeTokens);
  }

  public void putTokens(SavedTokens tokens) {
    step.write(Place.of(Shelf.IDENTITY, TOKENS), encode(tokens));
  }

  /** What a further device still waits to be admitted with; the caller closes it. */
  public Optional<DeviceAsked> asked() {
    return step.read(Place.of(Shelf.IDENTITY, REQUEST), bytes -> DeviceAsked.decode(e1, bytes));
  }

  /** Whether {@link #asked} has something. */
  public boolean hasAsked() {
    return step.has(Place.of(Shelf.IDENTITY, REQUEST));
  }

  public void putAsked(DeviceAsked asked) {
    step.write(Place.of(Shelf.IDENTITY, REQUEST), asked.encode());
  }

  public void removeAsked() {
    step.remove(Place.of(Shelf.IDENTITY, REQUEST));
  }

  /** The address of the server that the profile spoke to last. */
  public Optional<String> server() {
    return step.read(
        Place.of(Shelf.IDENTITY, SERVER), bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  public void putServer(String url) {
    step.write(Place.of(Shelf.IDENTITY, SERVER), url.getBytes(StandardCharsets.UTF_8));
  }

  /** Gives up a device that the server has not taken in, and what it would have signed with. */
  public void forgetDevice() {
    List.of(DEVICE, NAME).forEach(slot -> step.remove(Place.of(Shelf.IDENTITY, slot)));
    List.of(ACCOUNT_KEY, RECOVERY_KEY).forEach(slot -> step.remove(Place.of(Shelf.ACCOUNT, slot)));
  }

  /**
   * Whether this device signs the account's lists, unless another one has renewed the key since.
   */
  public boolean holdsAccountKey() {
    return step.has(Place.of(Shelf.ACCOUNT, ACCOUNT_KEY));
  }

  /**
   * The account key that is in force, on a device that holds it; the caller closes it.
   *
   * @param inForce as the pinned list has it: after a renewal whose answer was lost only the list
   *     tells whether the key or its successor is meant
   */
  public Optional<Ed25519KeyPair> accountKey(Ed25519PublicKey inForce) {
    return accountKeyAt(ACCOUNT_KEY, inForce).or(() -> accountKeyAt(NEXT_ACCOUNT_KEY, inForce));
  }

  public void putAccountKey(Ed25519KeyPair accountKey) {
    putAccountKey(ACCOUNT_KEY, accountKey);
  }

  /** The key that is to follow, kept beside the one in force until the list names it. */
  public void putNextAccountKey(Ed25519KeyPair inForce, Ed25519KeyPair next) {
    putAccountKey(ACCOUNT_KEY, inForce);
    putAccountKey(NEXT_ACCOUNT_KEY, next);
  }

  /** The key that {@link #putNextAccountKey} kept last; the caller closes it. */
  public Optional<Ed25519KeyPair> nextAccountKey() {
    return step.read(Place.of(Shelf.ACCOUNT, NEXT_ACCOUNT_KEY), this::accountKeyOf);
  }

  /** The list that the account key signed last, in force or not. */
  public Optional<DeviceList> signedList() {
    return step.read(Place.of(Shelf.ACCOUNT, SIGNED_LIST), DeviceList::parse);
  }

  public void putSignedList(DeviceList list) {
    step.write(Place.of(Shelf.ACCOUNT, SIGNED_LIST), list.encode());
  }

  public void removeSignedList() {
    step.remove(Place.of(Shelf.ACCOUNT, SIGNED_LIST));
  }

  /** Version of the last own list that others were told of; 0 if they never were. */
  public long toldList() {
    return step.read(Place.of(Shelf.ACCOUNT, TOLD_LIST), Fields::number).orElse(0L);
  }

  public void putToldList(long version) {
    step.write(Place.of(Shelf.ACCOUNT, TOLD_LIST), Fields.ofNumber(version));
  }

  /** The key of the last recovery file that was written or used here. */
  public Optional<Ed25519PublicKey> recoveryKey() {
    return step.read(Place.of(Shelf.ACCOUNT, RECOVERY_KEY), Ed25519PublicKey::of);
  }

  public void putRecoveryKey(Ed25519PublicKey accountKey) {
    step.write(Place.of(Shelf.ACCOUNT, RECOVERY_KEY), accountKey.toByteArray());
  }

  private Optional<Ed25519KeyPair> accountKeyAt(int slot, Ed25519PublicKey wanted) {
    return step.read(Place.of(Shelf.ACCOUNT, slot), this::accountKeyOf)
        .filter(key -> isOrClose(key, wanted));
  }

  private Ed25519KeyPair accountKeyOf(byte[] stored) {
    try (SecretBytes seed = SecretBytes.copyOf(stored)) {
      return e1.sodium().signingKeyPair(seed);
    }
  }

  private static boolean isOrClose(Ed25519KeyPair key, Ed25519PublicKey wanted) {
    boolean same = key.publicKey().equals(wanted);
    if (!same) {
      key.close();
    }
    return same;
  }

  private void putAccountKey(int slot, Ed25519KeyPair key) {
    try (SecretBytes seed = key.seed()) {
      step.write(Place.of(Shelf.ACCOUNT, slot), seed.revealCopy());
    }
  }

  /** The secrets of this device's pre-keys; the caller closes them. */
  public OwnPreKeys preKeys() {
    return step.read(Place.of(Shelf.PRE_KEY, PRE_KEYS), OwnPreKeys::decode)
        .orElseGet(OwnPreKeys::none);
  }

  public void putPreKeys(OwnPreKeys keys) {
    step.write(Place.of(Shelf.PRE_KEY, PRE_KEYS), keys.encode());
  }

  /** The ids of pre-keys that the server may lack; empty if it has all. */
  public List<Integer> owedPreKeys() {
    return step.read(Place.of(Shelf.PRE_KEY, UPLOAD_OWED), Fields::numbers).orElse(List.of());
  }

  public void putOwedPreKeys(List<Integer> ids) {
    if (ids.isEmpty()) {
      step.remove(Place.of(Shelf.PRE_KEY, UPLOAD_OWED));
    } else {
      step.write(Place.of(Shelf.PRE_KEY, UPLOAD_OWED), Fields.ofNumbers(ids));
    }
  }

  /** How long the signed pre-key is current, as it was drawn for this one. */
  public Optional<Duration> rotation() {
    return step.read(Place.of(Shelf.PRE_KEY, ROTATION), Fields::number).map(Duration::ofSeconds);
  }

  public void putRotation(Duration interval) {
    step.write(Place.of(Shelf.PRE_KEY, ROTATION), Fields.ofNumber(interval.toSeconds()));
  }

  /** The last place of the inbox that is stored. */
  public Cursor cursor() {
    return step.read(Place.of(Shelf.CURSOR, PLACE), Own::decodeCursor).orElse(Cursor.ZERO);
  }

  /** As {@link #cursor}, and whether anybody may learn of what the server does not know yet. */
  public StoredPlace place() {
    return new StoredPlace(cursor(), step.has(Place.of(Shelf.CURSOR, SILENT)));
  }

  /** Goes on to a place; once one was silent all are, until {@link #putConfirmedPlace}. */
  public void putPlace(StoredPlace place) {
    step.write(Place.of(Shelf.CURSOR, PLACE), encode(place.cursor()));
    if (place.silent()) {
      step.write(Place.of(Shelf.CURSOR, SILENT), new byte[0]);
    }
  }

  /** Goes on to a place up to which the server is known to have every ack. */
  public void putConfirmedPlace(Cursor cursor) {
    step.write(Place.of(Shelf.CURSOR, PLACE), encode(cursor));
    step.remove(Place.of(Shelf.CURSOR, SILENT));
  }

  static byte[] encode(Cursor cursor) {
    try (StateWriter out = new StateWriter()) {
      return out.u64(cursor.epoch()).u64(cursor.seq()).toByteArray();
    }
  }

  static Cursor decodeCursor(byte[] stored) {
    StateReader in = new StateReader("cursor", stored);
    Cursor cursor = new Cursor(in.u64(), in.u64());
    in.end();
    return cursor;
  }

  static byte[] encode(SavedTokens tokens) {
    try (StateWriter out = new StateWriter()) {
      return out.block(tokens.accessToken().getBytes(StandardCharsets.US_ASCII))
          .block(tokens.refreshToken().getBytes(StandardCharsets.US_ASCII))
          .u64(tokens.expires().toEpochMilli())
          .toByteArray();
    }
  }

  static SavedTokens decodeTokens(byte[] stored) {
    StateReader in = new StateReader("tokens", stored);
    SavedTokens tokens =
        new SavedTokens(
            ascii(in.block(MOST_TOKEN)),
            ascii(in.block(MOST_TOKEN)),
            Instant.ofEpochMilli(in.u64()));
    in.end();
    return tokens;
  }

  private static String ascii(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.US_ASCII);
    Arrays.fill(bytes, (byte) 0);
    return text;
  }
}
