package dev.letterlock.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoticeCodecTest {
  private static final UserId USER = new UserId(-1, 2);
  private static final DeviceAddress DEVICE = new DeviceAddress(USER, -3);

  static Stream<Notice> notices() {
    return Stream.of(
        new Notice.RosterChanged(USER),
        new Notice.GroupChanged(new ConversationId(4, -5)),
        new Notice.LoginEnded(new UUID(-6, 7)),
        new Notice.UserEnded(USER),
        new Notice.DeviceEnded(DEVICE),
        new Notice.Cut(DEVICE, false),
        new Notice.Cut(DEVICE, true));
  }

  @ParameterizedTest
  @MethodSource("notices")
  void readsWhatItWrote(Notice notice) {
    assertThat(NoticeCodec.read(NoticeCodec.write(notice))).contains(notice);
  }

  @ParameterizedTest
  @MethodSource("notices")
  void takesNothingFromOneThatIsCutOff(Notice notice) {
    byte[] whole = NoticeCodec.write(notice);
    for (int length = 0; length < whole.length; length++) {
      assertThat(NoticeCodec.read(Arrays.copyOf(whole, length))).isEmpty();
    }
  }

  @Test
  void passesOverWhatANewerNodeSays() {
    assertThat(NoticeCodec.read(new byte[] {99, 1, 2})).isEmpty();
  }
}
