package dev.letterlock.storage.inbox.local.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReclaimTest {
  private static final DeviceAddress DEVICE = new DeviceAddress(new UserId(1, 2), 3);
  private static final int ENVELOPES = 2_000;
  private static final int SIZE = 1_200;

  @TempDir Path directory;

  private InboxDatabase database;

  @BeforeEach
  void fill() {
    database = new InboxDatabase(directory);
    database.open();
    try (RecordBatch batch = database.newBatch()) {
      for (int seq = 1; seq <= ENVELOPES; seq++) {
        ByteBuffer envelope = ByteBuffer.allocateDirect(SIZE).putInt(0, seq);
        batch.put(Table.ENTRIES, Keys.entry(batch.key(), DEVICE, 1, seq), envelope);
      }
      database.write(batch, true);
    }
    database.reclaim();
  }

  @AfterEach
  void close() {
    database.dispose();
  }

  @Test
  void givesBackTheRoomOfDeletedEnvelopes() throws IOException {
    long full = envelopeBytes();
    delete(ENVELOPES * 3 / 4);

    database.reclaim();

    assertThat(full).isGreaterThan((long) ENVELOPES * SIZE);
    assertThat(envelopeBytes()).isLessThan(full / 3);
    assertThat(read(ENVELOPES * 3 / 4)).isEqualTo(-1);
    assertThat(read(ENVELOPES)).isEqualTo(SIZE);
  }

  @Test
  void copiesNothingWhileMostIsWanted() throws IOException {
    long full = envelopeBytes();
    delete(ENVELOPES / 4);

    database.reclaim();

    assertThat(envelopeBytes()).isEqualTo(full);
    assertThat(read(ENVELOPES / 4 + 1)).isEqualTo(SIZE);
  }

  private void delete(int upTo) {
    try (RecordBatch batch = database.newBatch()) {
      for (int seq = 1; seq <= upTo; seq++) {
        batch.delete(Table.ENTRIES, Keys.entry(batch.key(), DEVICE, 1, seq));
      }
      database.write(batch, true);
    }
  }

  private int read(int seq) {
    ByteBuffer key = Keys.entry(ByteBuffer.allocateDirect(Keys.MAX_SIZE), DEVICE, 1, seq);
    return database.get(Table.ENTRIES, key, ByteBuffer.allocateDirect(SIZE));
  }

  private long envelopeBytes() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".blob"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
