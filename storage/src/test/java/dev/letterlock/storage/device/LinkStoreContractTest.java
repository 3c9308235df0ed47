package dev.letterlock.storage.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreContract;
import dev.letterlock.storage.device.LinkStore.Contents;
import dev.letterlock.storage.device.LinkStore.Part;
import dev.letterlock.storage.device.LinkStore.Put;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkStoreContractTest extends StoreContract {
  private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");
  private static final Instant END = NOW.plusSeconds(300);

  private final UserId user = Samples.user();
  private final UUID link = UUID.randomUUID();
  private final OpaqueBytes certificate = Samples.bytes(162);
  private LinkStore links;

  @BeforeEach
  void open() {
    links = stores().links();
  }

  @Test
  void keepsEachPartOnce() {
    OpaqueBytes key = Samples.bytes(32);
    OpaqueBytes parcel = Samples.bytes(64 << 10);
    assertThat(links.open(user, link, certificate, NOW, END)).isEqualTo(Put.STORED);
    assertThat(links.read(user, link, NOW))
        .contains(new Contents(certificate, Optional.empty(), Optional.empty()));

    assertThat(links.put(user, link, Part.KEY, key, NOW)).isEqualTo(Put.STORED);
    assertThat(links.put(user, link, Part.PARCEL, parcel, NOW)).isEqualTo(Put.STORED);

    assertThat(links.read(user, link, NOW))
        .contains(new Contents(certificate, Optional.of(key), Optional.of(parcel)));
  }

  @Test
  void takesTheSameAgainAndNothingElse() {
    OpaqueBytes key = Samples.bytes(32);
    links.open(user, link, certificate, NOW, END);
    links.put(user, link, Part.KEY, key, NOW);

    assertThat(links.open(user, link, certificate, NOW, END)).isEqualTo(Put.STORED);
    assertThat(links.put(user, link, Part.KEY, key, NOW)).isEqualTo(Put.STORED);
    assertThat(links.open(user, link, Samples.bytes(162), NOW, END)).isEqualTo(Put.TAKEN);
    assertThat(links.put(user, link, Part.KEY, Samples.bytes(32), NOW)).isEqualTo(Put.TAKEN);
    assertThat(links.read(user, link, NOW))
        .contains(new Contents(certificate, Optional.of(key), Optional.empty()));
  }

  @Test
  void letsOneOfManyRivalsAnswer() {
    links.open(user, link, certificate, NOW, END);
    List<OpaqueBytes> keys = IntStream.range(0, 16).mapToObj(_ -> Samples.bytes(32)).toList();

    List<Put> answers =
        keys.parallelStream().map(key -> links.put(user, link, Part.KEY, key, NOW)).toList();

    assertThat(answers).containsOnlyOnce(Put.STORED).contains(Put.TAKEN);
    assertThat(links.read(user, link, NOW).orElseThrow().key())
        .contains(keys.get(answers.indexOf(Put.STORED)));
  }

  @Test
  void belongsToOneUser() {
    UserId other = Samples.user();
    links.open(user, link, certificate, NOW, END);

    assertThat(links.read(other, link, NOW)).isEmpty();
    assertThat(links.put(other, link, Part.KEY, Samples.bytes(32), NOW)).isEqualTo(Put.UNKNOWN);
  }

  @Test
  void isGoneWhenItsTimeIsOver() {
    links.open(user, link, certificate, NOW, END);

    assertThat(links.read(user, link, END.minusMillis(1))).isPresent();
    assertThat(links.read(user, link, END)).isEmpty();
    assertThat(links.put(user, link, Part.KEY, Samples.bytes(32), END)).isEqualTo(Put.UNKNOWN);
    assertThat(links.open(user, link, certificate, END, END.plusSeconds(300)))
        .isEqualTo(Put.UNKNOWN);
  }

  @Test
  void deletesWhatHasEnded() {
    UUID lasting = UUID.randomUUID();
    links.open(user, link, certificate, NOW, END);
    links.open(user, lasting, certificate, NOW, END.plusSeconds(1));

    assertThat(links.expire(END)).isPositive();

    assertThat(links.open(user, link, certificate, END, END.plusSeconds(300)))
        .isEqualTo(Put.STORED);
    assertThat(links.read(user, lasting, END)).isPresent();
  }
}
