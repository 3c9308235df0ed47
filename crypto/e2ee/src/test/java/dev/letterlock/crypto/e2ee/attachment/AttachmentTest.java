package dev.letterlock.crypto.e2ee.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.AttachmentSizes;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Octets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file comes back as it was, or not at all (docs/E2EE.md §2.11). */
class AttachmentTest {

  private static final int SMALL = 1_000;
  private static final int MIME_END = 99;

  private final AttachmentSealer sealer = new AttachmentSealer(AttachmentWorld.E);
  private final AttachmentOpener opener = new AttachmentOpener(AttachmentWorld.E);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 1_000_000})
  void givesTheFileBack(int size) throws IOException {
    byte[] content = AttachmentWorld.E.sodium().randomBytes(size);
    Path blob = directory.resolve("blob");
    try (OutputStream out = Files.newOutputStream(blob);
        SealedAttachment sealed =
            sealer.seal(sealer.newKey(), new ByteArrayInputStream(content), size, out);
        AttachmentPointer pointer =
            new AttachmentPointer(
                AttachmentWorld.BLOB,
                sealed.key().copy(),
                sealed.digest(),
                sealed.size(),
                MediaType.OCTETS,
                Octets.of(new byte[0]))) {
      ByteArrayOutputStream opened = new ByteArrayOutputStream();

      opener.open(pointer, blob, opened);

      assertThat(opened.toByteArray()).isEqualTo(content);
      assertThat(Files.size(blob)).isEqualTo(AttachmentSizes.blobSizeFor(size));
    }
  }

  /** Of a blob that its sender gives a digest of his own, too. */
  @Test
  void refusesEveryTruncation() throws IOException {
    byte[] good = AttachmentWorld.blob(AttachmentWorld.file(SMALL));
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);

      assertThat(fault(cut, AttachmentWorld.digest(cut))).isEqualTo(AttachmentFault.WRONG_LENGTH);
    }
  }

  @Test
  void refusesEveryFlippedByte() throws IOException {
    byte[] good = AttachmentWorld.blob(AttachmentWorld.file(SMALL));
    for (int at = 0; at < good.length; at += 7) {
      byte[] changed = good.clone();
      changed[at] ^= 1;

      assertThat(fault(changed, AttachmentWorld.digest(good)))
          .isEqualTo(AttachmentFault.WRONG_DIGEST);
      assertThat(fault(changed, AttachmentWorld.digest(changed)))
          .isEqualTo(AttachmentFault.NOT_AUTHENTIC);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL - 1, SMALL + 1})
  void refusesAFileThatChangesMeanwhile(int size) {
    assertThatThrownBy(() ->
            sealer.seal(
                sealer.newKey(),
                new ByteArrayInputStream(AttachmentWorld.file(SMALL)),
                size,
                OutputStream.nullOutputStream()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected: no change");
  }

  @Test
  void sealsAnewEachTime() throws IOException {
    byte[] content = AttachmentWorld.file(SMALL);
    try (SealedAttachment first = sealed(content);
        SealedAttachment second = sealed(content)) {
      assertThat(first.digest()).isNotEqualTo(second.digest());
      assertThat(first.key().matches(second.key())).isFalse();
    }
  }

  @Test
  void tellsNothingOfTheKey() {
    String key = Octets.of(AttachmentWorld.filled(AttachmentWorld.KEY, 32)).toString();
    assertThat(AttachmentWorld.pointer(Hash32.ZERO, SMALL).toString())
        .doesNotContain("5151", "81, 81", key);
  }

  @Test
  void limitsTheThumbnail() {
    byte[] most = pointer(AttachmentPointer.MAX_THUMBNAIL).encode();
    byte[] more = Arrays.copyOf(most, most.length + 1);
    more[MIME_END + 1]++;

    assertThat(AttachmentPointer.parse(most).encode()).isEqualTo(most);
    assertThatThrownBy(() -> AttachmentPointer.parse(more))
        .hasMessageContaining("thumbnail: 32769 B (expected: at most 32768)");
    assertThatThrownBy(() -> pointer(AttachmentPointer.MAX_THUMBNAIL + 1))
        .isInstanceOf(AttachmentRejectedException.class);
  }

  private static AttachmentPointer pointer(int thumbnail) {
    return new AttachmentPointer(
        AttachmentWorld.BLOB,
        AttachmentWorld.key(),
        Hash32.ZERO,
        SMALL,
        AttachmentWorld.PICTURE,
        Octets.of(new byte[thumbnail]));
  }

  private SealedAttachment sealed(byte[] content) throws IOException {
    return sealer.seal(
        sealer.newKey(),
        new ByteArrayInputStream(content),
        content.length,
        OutputStream.nullOutputStream());
  }

  private AttachmentFault fault(byte[] blob, Hash32 digest) throws IOException {
    Path file = Files.write(directory.resolve("blob"), blob);
    try (AttachmentPointer pointer = AttachmentWorld.pointer(digest, SMALL)) {
      opener.open(pointer, file, OutputStream.nullOutputStream());
      throw new AssertionError("opened: " + blob.length + " B");
    } catch (AttachmentRejectedException e) {
      return e.fault();
    }
  }
}
