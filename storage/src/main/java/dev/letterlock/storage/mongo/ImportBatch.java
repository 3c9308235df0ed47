package dev.letterlock.storage.mongo;

import dev.letterlock.storage.account.BulkImport.Outcome;
import dev.letterlock.storage.account.ImportedUser;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/** The users of one import call, what became of each, and what was added for it. */
final class ImportBatch {
  private final List<Row> rows;

  ImportBatch(List<ImportedUser> users) {
    this.rows = users.stream().map(Row::new).toList();
  }

  List<Row> rows() {
    return rows;
  }

  List<Row> accepted() {
    return rows.stream().filter(row -> row.refused == null).toList();
  }

  List<Outcome> outcomes() {
    return rows.stream().map(row -> row.refused == null ? Outcome.IMPORTED : row.refused).toList();
  }

  List<Binary> addedUsersOfRefused() {
    return ofRefused(row -> row.addedUsers);
  }

  List<Binary> addedDevicesOfRefused() {
    return ofRefused(row -> row.addedDevices);
  }

  private List<Binary> ofRefused(Function<Row, List<Binary>> added) {
    return rows.stream()
        .filter(row -> row.refused != null)
        .flatMap(row -> added.apply(row).stream())
        .toList();
  }

  /** One user; the first refusal stands. */
  static final class Row {
    private final ImportedUser user;
    private final List<Binary> addedUsers = new ArrayList<>();
    private final List<Binary> addedDevices = new ArrayList<>();
    private @Nullable Outcome refused;

    private Row(ImportedUser user) {
      this.user = user;
    }

    ImportedUser user() {
      return user;
    }

    void refuse(Outcome outcome) {
      if (refused == null) {
        refused = outcome;
      }
    }

    void addUser(Binary key) {
      addedUsers.add(key);
    }

    void addDevice(Binary key) {
      addedDevices.add(key);
    }
  }
}
