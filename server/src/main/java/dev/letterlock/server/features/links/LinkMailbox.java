package dev.letterlock.server.features.links;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.Throttle;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.limits.Subject;
import dev.letterlock.storage.device.LinkStore;
import dev.letterlock.storage.device.LinkStore.Contents;
import dev.letterlock.storage.device.LinkStore.Part;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Where a new device leaves its certificate, and a device that holds the account key what lets it
 * in. Only devices of one account meet there; what they say is opaque, and is looked at by them.
 * Blocks.
 */
public final class LinkMailbox {

  /** How long a mailbox is open. */
  public static final Duration LIFE = Duration.ofMinutes(5);

  private static final int CERTIFICATE_SIZE = 162;
  private static final int KEY_SIZE = 32;
  private static final int LEAST_PARCEL = 40;
  private static final int MOST_PARCEL = 64 << 10;

  private final LinkStore links;
  private final Throttle throttle;
  private final InstantSource clock;

  public LinkMailbox(LinkStore links, Throttle throttle, InstantSource clock) {
    this.links = links;
    this.throttle = throttle;
    this.clock = clock;
  }

  /**
   * Opens a mailbox with the new device's certificate.
   *
   * @throws RefusedException {@link Refusal#OUT_OF_RANGE}, {@link Refusal#RATE_LIMITED}, or {@link
   *     Refusal#LINK_TAKEN} if it was opened with another
   */
  public void open(UserId user, UUID link, OpaqueBytes certificate) {
    requireSize("certificate", certificate, CERTIFICATE_SIZE, CERTIFICATE_SIZE);
    throttle.charge(RateLimit.LINK, Subject.of(user));
    Instant now = clock.instant();
    require(links.open(user, link, certificate, now, now.plus(LIFE)));
  }

  /**
   * Puts the answering device's key in; the same again is taken as done.
   *
   * @throws RefusedException {@link Refusal#OUT_OF_RANGE}, {@link Refusal#UNKNOWN_LINK} or {@link
   *     Refusal#LINK_TAKEN} if another is in it
   */
  public void putKey(UserId user, UUID link, OpaqueBytes key) {
    requireSize("key", key, KEY_SIZE, KEY_SIZE);
    require(links.put(user, link, Part.KEY, key, clock.instant()));
  }

  /** As {@link #putKey}, of the sealed parcel. */
  public void putParcel(UserId user, UUID link, OpaqueBytes parcel) {
    requireSize("parcel", parcel, LEAST_PARCEL, MOST_PARCEL);
    require(links.put(user, link, Part.PARCEL, parcel, clock.instant()));
  }

  /**
   * What is in the mailbox by now.
   *
   * @throws RefusedException {@link Refusal#UNKNOWN_LINK} or {@link Refusal#RATE_LIMITED}
   */
  public Contents read(UserId user, UUID link) {
    throttle.charge(RateLimit.LINK_READ, Subject.of(user));
    return links.read(user, link, clock.instant()).orElseThrow(LinkMailbox::unknown);
  }

  private static void require(LinkStore.Put put) {
    switch (put) {
      case STORED -> {}
      case TAKEN ->
          throw new RefusedException(
              Refusal.LINK_TAKEN, "link: something else is there (expected: nothing)");
      case UNKNOWN -> throw unknown();
    }
  }

  private static void requireSize(String name, OpaqueBytes bytes, int least, int most) {
    if (bytes.size() < least || bytes.size() > most) {
      throw new RefusedException(
          Refusal.OUT_OF_RANGE,
          name + ": " + bytes.size() + " B (expected: " + least + " to " + most + ")");
    }
  }

  private static RefusedException unknown() {
    return new RefusedException(
        Refusal.UNKNOWN_LINK, "link: unknown (expected: one opened within 5 minutes)");
  }
}
