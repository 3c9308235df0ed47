package dev.letterlock.protocol.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdTest {
  private static final String TEXT = "f0e1d2c3-b4a5-4697-8879-6a5b4c3d2e1f";

  @Test
  void writesTheBytesOfAUuidInOrder() {
    ByteBuf out = Unpooled.buffer(Id.SIZE);
    UserId.parse(TEXT).writeTo(out);
    assertThat(ByteBufUtil.hexDump(out)).isEqualTo(TEXT.replace("-", ""));
  }

  @Test
  void readsItselfBackAtAnyIndexWithoutMovingIndexes() {
    MessageId id = MessageId.parse(TEXT);
    ByteBuf buffer = Unpooled.buffer().writeZero(3);
    id.writeTo(buffer);
    assertThat(MessageId.read(buffer, 3)).isEqualTo(id);
    assertThat(Id.high(buffer, 3)).isEqualTo(id.high());
    assertThat(Id.low(buffer, 3)).isEqualTo(id.low());
    assertThat(buffer.readerIndex()).isZero();
  }

  @Test
  void keepsItsTextForm() {
    assertThat(ConversationId.parse(TEXT)).hasToString(TEXT);
    assertThat(RequestId.of(UUID.fromString(TEXT)).toUuid()).hasToString(TEXT);
    assertThat(new DeviceAddress(UserId.parse(TEXT), -1)).hasToString(TEXT + "/4294967295");
  }

  @Test
  void refusesAnotherTextForm() {
    assertThatThrownBy(() -> UserId.parse("nobody")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isNilOnlyWhenAllBitsAreZero() {
    assertThat(RequestId.NONE.isNil()).isTrue();
    assertThat(new RequestId(0, 1).isNil()).isFalse();
    assertThat(new RequestId(1, 0).isNil()).isFalse();
  }
}
