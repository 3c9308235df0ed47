package dev.letterlock.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.storage.blob.MisplacedPartException.Why;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every place for the bytes of blobs has to keep. */
public abstract class BlobStoreContract {
  private static final int SIZE = 200_000;
  private static final int HALF = 100_001;

  private final UUID blob = UUID.randomUUID();
  private final byte[] bytes = new byte[SIZE];

  BlobStoreContract() {
    new Random(SIZE).nextBytes(bytes);
  }

  /** The store under test, opened anew: it knows what others before it kept. */
  abstract BlobStore store();

  @Test
  void keepsABlobInParts() throws IOException {
    assertThat(store().stored(blob)).isZero();
    assertThat(store().append(blob, 0, SIZE, part(0, HALF))).isEqualTo(HALF);
    assertThat(store().stored(blob)).isEqualTo(HALF);
    assertThat(store().append(blob, HALF, SIZE, part(HALF, SIZE))).isEqualTo(SIZE);
    store().seal(blob);
    store().seal(blob);

    assertThat(store().stored(blob)).isEqualTo(SIZE);
    assertThat(all(0)).isEqualTo(bytes);
    assertThat(all(HALF)).isEqualTo(Arrays.copyOfRange(bytes, HALF, SIZE));
    assertThat(all(SIZE)).isEmpty();
  }

  @Test
  void keepsWhatHadComeOfAPartThatBrokeOff() {
    InputStream broken = new SequenceInputStream(part(0, HALF), new BrokenStream());

    assertThatThrownBy(() -> store().append(blob, 0, SIZE, broken)).hasMessage("broke off");

    assertThatThrownBy(() -> store().append(blob, 0, SIZE, part(0, SIZE)))
        .isInstanceOfSatisfying(
            MisplacedPartException.class,
            e -> {
              assertThat(e.why()).isEqualTo(Why.OTHER_OFFSET);
              assertThat(e.stored()).isEqualTo(HALF);
            });
  }

  @Test
  void goesOnAfterAPartThatBrokeOff() throws IOException {
    InputStream broken = new SequenceInputStream(part(0, HALF), new BrokenStream());
    assertThatThrownBy(() -> store().append(blob, 0, SIZE, broken)).hasMessage("broke off");

    store().append(blob, store().stored(blob), SIZE, part(HALF, SIZE));
    store().seal(blob);

    assertThat(all(0)).isEqualTo(bytes);
  }

  @Test
  void keepsNothingOfAPartThatIsTooLong() throws IOException {
    store().append(blob, 0, HALF + 1, part(0, HALF));

    assertThatThrownBy(() -> store().append(blob, HALF, HALF + 1, part(HALF, SIZE)))
        .isInstanceOfSatisfying(
            MisplacedPartException.class, e -> assertThat(e.why()).isEqualTo(Why.TOO_LONG));

    assertThat(store().stored(blob)).isEqualTo(HALF);
  }

  @Test
  void takesOnePartAtATime() throws IOException {
    BlobStore store = store();
    InputStream within =
        new InputStream() {
          private boolean asked;

          @Override
          public int read() {
            return read(new byte[1], 0, 1);
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            if (!asked) {
              asked = true;
              assertThatThrownBy(() -> store.append(blob, 0, SIZE, part(0, SIZE)))
                  .isInstanceOfSatisfying(
                      MisplacedPartException.class, e -> assertThat(e.why()).isEqualTo(Why.BUSY));
            }
            return -1;
          }
        };

    assertThat(store.append(blob, 0, SIZE, within)).isZero();
    assertThat(store.append(blob, 0, SIZE, part(0, SIZE))).isEqualTo(SIZE);
  }

  @Test
  void addsNothingToABlob() throws IOException {
    store().append(blob, 0, SIZE, part(0, HALF));
    store().seal(blob);

    assertThatThrownBy(() -> store().append(blob, HALF, SIZE, part(HALF, SIZE)))
        .isInstanceOf(MisplacedPartException.class);
    assertThat(store().stored(blob)).isEqualTo(HALF);
  }

  @Test
  void deletesUploadsAndBlobs() throws IOException {
    UUID upload = UUID.randomUUID();
    store().append(upload, 0, SIZE, part(0, HALF));
    store().append(blob, 0, SIZE, part(0, HALF));
    store().seal(blob);

    store().delete(upload);
    store().delete(blob);
    store().delete(blob);

    assertThat(store().stored(upload)).isZero();
    assertThatThrownBy(() -> all(0)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void namesAPlaceForEach() {
    assertThat(store().uploadPlace(blob)).contains(blob.toString());
    assertThat(store().downloadPlace(blob))
        .contains(blob.toString())
        .isNotEqualTo(store().uploadPlace(blob));
  }

  private InputStream part(int from, int to) {
    return new ByteArrayInputStream(bytes, from, to - from);
  }

  private byte[] all(long offset) throws IOException {
    try (InputStream in = store().read(blob, offset)) {
      return in.readAllBytes();
    }
  }

  /** A client that goes away. */
  private static final class BrokenStream extends InputStream {
    @Override
    public int read() throws IOException {
      return read(new byte[1], 0, 1);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      throw new IOException("broke off");
    }
  }
}
