package dev.letterlock.loadtest.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.loadtest.ledger.Entry.Accepted;
import dev.letterlock.loadtest.ledger.Entry.AtRisk;
import dev.letterlock.loadtest.ledger.Entry.Begun;
import dev.letterlock.loadtest.ledger.Entry.Claimed;
import dev.letterlock.loadtest.ledger.Entry.PutAside;
import dev.letterlock.loadtest.ledger.Entry.Refused;
import dev.letterlock.loadtest.ledger.Entry.Repeated;
import dev.letterlock.loadtest.ledger.Entry.Shown;
import dev.letterlock.loadtest.ledger.Entry.Skipped;
import dev.letterlock.loadtest.ledger.Entry.Submitted;
import dev.letterlock.loadtest.ledger.Entry.Told;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.RequestId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {

  private static final int HEAD = 6;
  private static final DeviceAddress SELF = Scene.ALICE;
  private static final List<Entry> ENTRIES =
      List.of(
          new Submitted(
              Scene.id(1), -5, Scene.CONVERSATION, Scene.BOB.user(), List.of(Scene.BOB, SELF)),
          new Accepted(Scene.id(1), Long.MIN_VALUE, List.of(Scene.BOB)),
          new Refused(Scene.id(2), 17),
          new Shown(new Cursor(3, 4), Scene.id(5), Scene.BOB, 6, 7),
          new PutAside(new Cursor(3, 5), Scene.id(6), Scene.BOB, 7, 8),
          new Repeated(new Cursor(4, 1), Scene.id(6), Scene.BOB, 9, 8),
          new AtRisk(true),
          new AtRisk(false),
          new Skipped(new Cursor(1, 2), new Cursor(1, 9), 1),
          new Told(2, Scene.CONVERSATION, Scene.BOB.user(), -1, 8),
          new Claimed(new RequestId(1, 2), Scene.BOB, 9));

  @TempDir Path folder;

  @Test
  void givesBackWhatWasWritten() {
    write(ENTRIES);

    assertThat(LedgerFile.read(file())).isEqualTo(new Ledger(SELF, begunAnd(ENTRIES)));
  }

  @Test
  void goesOnInTheNextLife() {
    write(ENTRIES);
    write(List.of(new Refused(Scene.id(8), 1)));

    List<Entry> all = begunAnd(ENTRIES);
    all.addAll(begunAnd(List.of(new Refused(Scene.id(8), 1))));
    assertThat(LedgerFile.read(file()).entries()).isEqualTo(all);
  }

  @Test
  void takesAwayARecordThatACrashCutShort() throws IOException {
    write(ENTRIES);
    byte[] whole = Files.readAllBytes(file());
    int last = HEAD + 1 + 16 + 20 + 8;
    for (int cut = 1; cut <= last; cut++) {
      Files.write(file(), Arrays.copyOf(whole, whole.length - cut));

      write(List.of(new Refused(Scene.id(8), 1)));

      List<Entry> kept = begunAnd(ENTRIES);
      kept.removeLast();
      kept.addAll(begunAnd(List.of(new Refused(Scene.id(8), 1))));
      assertThat(LedgerFile.read(file()).entries()).as("%d bytes less", cut).isEqualTo(kept);
    }
  }

  @Test
  void endsBeforeARecordThatIsDamaged() throws IOException {
    write(ENTRIES);
    byte[] bytes = Files.readAllBytes(file());
    bytes[bytes.length - 1] ^= 1;
    Files.write(file(), bytes);

    List<Entry> kept = begunAnd(ENTRIES);
    kept.removeLast();
    assertThat(LedgerFile.entries(file())).isEqualTo(kept);
    assertThatThrownBy(() -> LedgerFile.read(file()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void knowsNothingWhereThereIsNoFile() {
    assertThat(LedgerFile.entries(file())).isEmpty();
  }

  private void write(List<Entry> entries) {
    try (LedgerFile ledger = LedgerFile.open(file(), SELF)) {
      entries.forEach(ledger::append);
    }
  }

  private static List<Entry> begunAnd(List<Entry> entries) {
    List<Entry> all = new ArrayList<>();
    all.add(new Begun(SELF));
    all.addAll(entries);
    return all;
  }

  private Path file() {
    return folder.resolve("a.ledger");
  }
}
