package dev.letterlock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.group.SenderKeyDistribution;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.codec.client.ClientFrameEncoder;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.OutgoingSend.Entry;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/E2EE.md says what handing out a sender key costs, and every public type leads to it. */
class CryptoDocumentsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile("^public [a-z -]*(?:class|record|enum|@?interface) ", Pattern.MULTILINE);
  private static final Pattern SECTION = Pattern.compile("docs/E2EE\\.md\\s+(?:\\*\\s+)?§\\d");
  private static final int COUNT = 2;
  private static final int BYTES = 3;

  @Test
  void tellsTheCostOfASenderKey() throws IOException {
    int one = frame(1);
    int further = frame(2) - one;
    int handshake = PayloadSizes.HYBRID_PRE_KEY_RECORD - PayloadSizes.RECORD;

    assertThat(MarkedTable.rows(ROOT.resolve("docs/E2EE.md"), "key-cost"))
        .extracting(row -> MarkedTable.cell(row, COUNT) + ": " + MarkedTable.cell(row, BYTES))
        .containsExactly(
            "1: " + text(one),
            "0: " + text(further),
            "0: " + text(handshake),
            "199: " + text(199 * one),
            "999: " + text(999 * one));
  }

  @Test
  void leadsFromEveryPublicTypeToTheSpecification() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("crypto"))) {
      List<Path> sources =
          files.filter(file -> file.toString().matches(".*/src/main/java/.*\\.java")).toList();

      assertThat(sources).hasSizeGreaterThan(100);
      assertThat(sources).filteredOn(CryptoDocumentsTest::isWithoutSection).isEmpty();
    }
  }

  /** The Send of a sender key to so many devices of one user, in sessions that are running. */
  private static int frame(int devices) {
    int padded = PayloadSizes.paddedSizeFor(ContentCodec.HEAD_SIZE + SenderKeyDistribution.SIZE);
    OpaqueBytes slice = OpaqueBytes.wrap(new byte[PayloadSizes.SLICE_OVERHEAD + padded]);
    OpaqueBytes header = OpaqueBytes.wrap(new byte[PayloadSizes.RECORD]);
    return ClientFrameEncoder.size(
        new OutgoingSend(
            1,
            MessageClass.NORMAL,
            true,
            MessageId.of(new UUID(1, 1)),
            UserId.of(new UUID(2, 2)),
            ConversationId.of(new UUID(3, 3)),
            0,
            1,
            1,
            null,
            slice,
            Collections.nCopies(devices, new Entry(OutgoingSend.RECIPIENT_SLOT, 1, 1, header))));
  }

  private static String text(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static boolean isWithoutSection(Path file) {
    String source = read(file);
    Matcher type = PUBLIC_TYPE.matcher(source);
    if (!type.find()) {
      return false;
    }
    String before = source.substring(0, type.start());
    int javadoc = before.lastIndexOf("/**");
    return javadoc < 0 || !SECTION.matcher(before.substring(javadoc)).find();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
