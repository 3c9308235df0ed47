package dev.letterlock.crypto.e2ee.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only who has read the code links a device, and the digits tell who answered. */
class LinkTest {

  private final LinkWorld world = new LinkWorld();

  @Test
  void everyAnswererShowsOtherDigits() {
    Set<String> digits = new HashSet<>();
    for (int filler = 1; filler <= 20; filler++) {
      try (LinkChannel channel =
          LinkChannel.ofFirstDevice(
              world.e1, world.user, world.code, world.phone, world.agreement(filler))) {
        digits.add(channel.digits());
      }
    }
    assertThat(digits).hasSize(20).allMatch(each -> each.matches("[0-9]{6}"));
  }

  /** The server knows the mailbox, the certificate and eP, but has never seen LK. */
  @Test
  void whoHasNotSeenTheCodeCannotAnswer() {
    LinkCode guessed =
        new LinkCode(world.code.link(), world.agreement(0x33).publicKey(), world.code.certHash());
    try (LinkChannel server =
            LinkChannel.ofFirstDevice(
                world.e1, world.user, guessed, world.phone, world.agreement(LinkWorld.EPHEMERAL));
        LinkChannel phone = world.phonesEnd()) {
      byte[] sealed = server.seal(world.parcel);

      assertThat(server.digits()).isNotEqualTo(phone.digits());
      assertFault(LinkFault.NOT_AUTHENTIC, () -> phone.open(sealed, world.phone));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void refusesAnswersOfLowOrder(int order) {
    byte[] point = new byte[32];
    point[0] = (byte) order;
    assertFault(
        LinkFault.BAD_KEY,
        () ->
            LinkChannel.ofNewDevice(
                world.e1,
                world.code,
                world.agreement(LinkWorld.LINK_KEY),
                X25519PublicKey.of(point)));
  }

  @Test
  void refusesEveryFlippedByteAndTruncation() {
    byte[] good = world.sealed(world.parcel);
    try (LinkChannel phone = world.phonesEnd()) {
      for (int at = 0; at < good.length; at += 5) {
        byte[] changed = good.clone();
        changed[at] ^= 1;
        byte[] cut = Arrays.copyOf(good, at);
        assertFault(LinkFault.NOT_AUTHENTIC, () -> phone.open(changed, world.phone));
        assertFault(LinkFault.NOT_AUTHENTIC, () -> phone.open(cut, world.phone));
      }
    }
  }

  @Test
  void sealsUnderAFreshNonce() {
    try (LinkChannel channel = world.laptopsEnd()) {
      assertThat(channel.seal(world.parcel)).isNotEqualTo(channel.seal(world.parcel));
    }
  }

  @Test
  void handsOverAsManyContactsAsThereIsRoomFor() {
    SharedPin contact = new SharedPin(world.contact(0x71), true);
    LinkParcel full = LinkParcel.fitting(world.admitting, Collections.nCopies(1_000, contact));

    assertThat(full.encode().length).isLessThanOrEqualTo(LinkParcel.MAX_SIZE);
    assertThat(full.contacts()).hasSizeGreaterThan(300);
    assertThat(world.sealed(full).length).isLessThanOrEqualTo(LinkChannel.MAX_SEALED);
    LinkParcel more =
        new LinkParcel(world.admitting, Collections.nCopies(full.contacts().size() + 1, contact));
    assertThatThrownBy(() -> world.sealed(more)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aParcelWithoutContactsIsOne() {
    LinkParcel bare = LinkParcel.fitting(world.admitting, List.of());
    try (LinkChannel phone = world.phonesEnd()) {
      assertThat(phone.open(world.sealed(bare), world.phone)).isEqualTo(bare);
    }
  }

  private static void assertFault(LinkFault fault, Runnable attempt) {
    assertThatThrownBy(attempt::run)
        .isInstanceOfSatisfying(
            LinkRejectedException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }
}
