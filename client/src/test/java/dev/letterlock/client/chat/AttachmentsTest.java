package dev.letterlock.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.messenger.Attachment;
import dev.letterlock.client.messenger.Message;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttachmentsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1536, 1.5 KiB",
    "5242880, 5.0 MiB",
    "17179869184, 16.0 GiB"
  })
  void saysSizesInFewDigits(long bytes, String words) {
    assertThat(Attachments.size(bytes)).isEqualTo(words);
  }

  @Test
  void namesAFileByTheNumberThatSavesIt() {
    assertThat(Attachments.inWords(message("", new Attachment("image/png", 2048))))
        .isEqualTo("[file 12: image/png, 2.0 KiB]");
  }

  @Test
  void leavesATextAsItIs() {
    assertThat(Attachments.inWords(message("hello", null))).isEqualTo("hello");
  }

  private static Message message(String text, @Nullable Attachment attachment) {
    return new Message(
        new UUID(1, 1),
        new UUID(2, 2),
        12,
        "bob",
        false,
        Instant.EPOCH,
        Message.Status.RECEIVED,
        0,
        text,
        attachment);
  }
}
