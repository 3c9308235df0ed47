package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.KnownDevice;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice.Kind;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bob removes his stolen tablet and writes nothing: whoever writes to a group that he is in begins
 * a new chain all the same, which the tablet has no key of (docs/E2EE.md R13, §2.8).
 */
class RemovedDeviceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final MessengerListener NOBODY = new MessengerListener() {};
  private static final String TITLE = "breakfast";
  private static final int CHAIN = 21;

  @TempDir Path folder;
  private final Ear alicesEar = new Ear();
  private final List<DeliverBytes> delivered = new CopyOnWriteArrayList<>();
  private RunningServer server;
  private Meddler beforePhone;
  private Messenger alice;
  private Messenger phone;
  private Messenger tablet;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    beforePhone = new Meddler(server.url());
    alice = Profiles.signUp(server.url(), folder.resolve("alice"), "alice", alicesEar);
    phone = Profiles.signUp(beforePhone.url(), folder.resolve("phone"), "bob", NOBODY);
    tablet = Profiles.join(server.url(), folder.resolve("tablet"), phone, NOBODY);
    List.of(alice, phone, tablet).forEach(Messenger::start);
    beforePhone.frame(frame -> {
      if (DeliverBytes.isOfGroup(frame)) {
        delivered.add(DeliverBytes.of(frame));
      }
      return frame;
    });
  }

  @AfterEach
  void stop() throws Exception {
    List.of(alice, phone, tablet).forEach(Messenger::close);
    beforePhone.close();
    server.close();
  }

  @Test
  void isGivenNoKeyOfWhatIsWrittenAfterwards() throws Exception {
    Conversation group = alice.createGroup(TITLE, List.of("bob")).conversation();
    writes(group, "to both", phone, tablet);
    writes(group, "again", phone, tablet);
    int removed = tabletsNumber();
    assertThat(chains()).as("one for both texts").hasSize(1);
    assertThat(holders(group)).hasSize(2).contains(removed);

    phone.account().removeDevice(removed);

    alicesEar.awaits(Kind.DEVICES_CHANGED, "0 added, 1 removed");
    writes(group, "to the phone alone", phone);
    assertThat(chains()).hasSize(2);
    assertThat(holders(group)).hasSize(1).doesNotContain(removed);
  }

  private static void writes(Conversation group, String text, Messenger... readers) {
    group.send(text);
    for (Messenger reader : readers) {
      await(reader.name() + " reads " + text)
          .atMost(PATIENCE)
          .until(() ->
              Chats.group(reader, TITLE).filter(is -> Chats.texts(is).contains(text)).isPresent());
    }
  }

  private int tabletsNumber() {
    return phone.devices("bob").stream()
        .filter(device -> !device.thisOne())
        .mapToInt(KnownDevice::number)
        .findFirst()
        .orElseThrow();
  }

  /** The devices that have the key of what Alice writes now. */
  private List<Integer> holders(Conversation group) throws Exception {
    return VaultContents.holders(folder.resolve("alice"), group.id());
  }

  /** The chains of what the phone was sent. */
  private List<Integer> chains() {
    return delivered.stream()
        .map(message -> ByteBuffer.wrap(message.slice()).getInt(CHAIN))
        .distinct()
        .toList();
  }
}
