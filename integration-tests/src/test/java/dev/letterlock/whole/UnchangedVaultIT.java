package dev.letterlock.whole;

import static dev.letterlock.whole.DeliverBytes.cutOff;
import static dev.letterlock.whole.DeliverBytes.tampered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.e2ee.session.RetryLedger;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.primitive.Octets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What Alice refuses changes nothing that she keeps but her place in the inbox and what she was
 * told: no session, no key, no list, no message. She has asked for as much as a day allows before,
 * so no request that follows a refusal hides what the refusal itself does.
 */
class UnchangedVaultIT extends HostileCase {
  private static final int CONVERSATION = 55;
  private static final int TAG = 1;
  private static final int DH = 5;
  private static final int PREVIOUS_COUNT = 37;
  private static final int COUNT = 41;
  private static final int HYBRID_HEADER = 1138;

  private final AtomicReference<DeliverBytes> earlier = new AtomicReference<>();

  @BeforeEach
  void useUpTheRetries() {
    sends("before");
    meddler.frame(frame -> {
      if (DeliverBytes.is(frame)) {
        earlier.set(DeliverBytes.of(frame));
      }
      return frame;
    });
    isRead("hello");
    for (int asked = 0; asked < RetryLedger.MAX_PER_DAY; asked++) {
      changeOnce(deliver -> deliver.withSlice(tampered(deliver.slice(), 100)));
      isRead("asked for once more " + asked);
    }
    meddler.behave();
    sends("no more");
  }

  @Test
  void changesNothingButThePlaceByWhatItRefuses() throws Exception {
    Map<RecordKey, Octets> before = settled(this::kept);
    for (Map.Entry<String, UnaryOperator<DeliverBytes>> change : changes().entrySet()) {
      int told = ear.count(Kind.REFUSED);
      changeOnce(change.getValue());
      says("with another " + change.getKey());
      await(change.getKey()).atMost(PATIENCE).until(() -> ear.count(Kind.REFUSED) > told);

      assertThat(kept()).as("after another %s", change.getKey()).isEqualTo(before);
    }
    meddler.behave();
    isRead("and on");
    sends("indeed");
    assertThat(kept()).isNotEqualTo(before);
  }

  private Map<String, UnaryOperator<DeliverBytes>> changes() {
    Map<String, UnaryOperator<DeliverBytes>> changes = new LinkedHashMap<>();
    changes.put("record version", deliver -> otherHeader(deliver, 0));
    changes.put("session tag", deliver -> otherHeader(deliver, TAG));
    changes.put("ratchet key", deliver -> otherHeader(deliver, DH));
    changes.put("previous count", deliver -> otherHeader(deliver, PREVIOUS_COUNT));
    changes.put("number far ahead", deliver -> otherHeader(deliver, COUNT));
    changes.put("record seal", deliver -> otherHeader(deliver, deliver.header().length - 1));
    changes.put("header, of an earlier message", deliver -> deliver.withHeader(old().header()));
    changes.put("pre-key", deliver -> deliver.withHeader(preKeyHeader(deliver, 0)));
    changes.put("link", deliver -> deliver.withHeader(preKeyHeader(deliver, 7)));
    changes.put("record, cut off", deliver -> deliver.withHeader(cutOff(deliver.header())));
    changes.put(
        "record, its first byte",
        deliver -> deliver.withHeader(Arrays.copyOf(deliver.header(), 1)));
    changes.put(
        "record, all but a byte",
        deliver -> deliver.withHeader(Arrays.copyOf(deliver.header(), PayloadSizes.RECORD - 1)));
    changes.put("slice version", deliver -> otherSlice(deliver, 0));
    changes.put("commitment", deliver -> otherSlice(deliver, 30));
    changes.put("content", deliver -> otherSlice(deliver, deliver.slice().length - 1));
    changes.put("slice, cut off", deliver -> deliver.withSlice(cutOff(deliver.slice())));
    changes.put("slice, of an earlier message", deliver -> deliver.withSlice(old().slice()));
    changes.put("message, the earlier one", deliver -> old().under(id()).at(deliver));
    changes.put("message id", deliver -> deliver.under(id()));
    changes.put(
        "conversation", deliver -> DeliverBytes.of(tampered(deliver.frame(), CONVERSATION)));
    return changes;
  }

  private static DeliverBytes otherHeader(DeliverBytes deliver, int at) {
    return deliver.withHeader(tampered(deliver.header(), at));
  }

  private static DeliverBytes otherSlice(DeliverBytes deliver, int at) {
    return deliver.withSlice(tampered(deliver.slice(), at));
  }

  /** A handshake over keys that Alice never had, before the true record. */
  private static byte[] preKeyHeader(DeliverBytes deliver, int link) {
    byte[] ephemeral = new byte[32];
    ephemeral[0] = 9;
    return ByteBuffer.allocate(HYBRID_HEADER + deliver.header().length)
        .put((byte) 2)
        .put((byte) 2)
        .putInt(1)
        .putInt(0)
        .putInt(1)
        .putInt(link)
        .put(ephemeral)
        .position(HYBRID_HEADER)
        .put(deliver.header())
        .array();
  }

  private DeliverBytes old() {
    return Objects.requireNonNull(earlier.get());
  }

  private static UUID id() {
    return UUID.randomUUID();
  }

  private void isRead(String text) {
    says(text);
    await(text).atMost(PATIENCE).until(() -> Chats.texts(alice, "bob").contains(text));
  }

  private Map<RecordKey, Octets> kept() throws IOException {
    return VaultContents.ofAllButThePlace(folder.resolve("alice"));
  }
}
