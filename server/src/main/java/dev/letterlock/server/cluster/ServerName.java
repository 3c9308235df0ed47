package dev.letterlock.server.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Under which name a server is known in a shared database: its machine and DATA_DIR, for people,
 * and an id kept in DATA_DIR, for containers that all call both the same. Only who has the lock on
 * DATA_DIR may bear the name, so that its bearer before has ended for sure. Servers that share
 * their inboxes bear one name together.
 *
 * @param shared others may bear it at the same time
 */
public record ServerName(String text, boolean shared) {
  private static final String FILE = "server-id";

  /**
   * The name of the server that has locked this directory.
   *
   * @throws IOException if the id can be neither read nor made
   */
  public static ServerName in(Path dataDirectory) throws IOException {
    Path file = dataDirectory.resolve(FILE);
    if (!Files.exists(file)) {
      Path fresh = dataDirectory.resolve(FILE + ".new");
      Files.writeString(fresh, UUID.randomUUID() + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
    String id = Files.readString(file).strip();
    return new ServerName(machine() + ":" + dataDirectory.toRealPath() + " (" + id + ")", false);
  }

  /**
   * The name of all servers that keep their inboxes together.
   *
   * @param where an id that they all find there
   */
  public static ServerName sharing(String where) {
    return new ServerName("the servers that share their inboxes in Redis (" + where + ")", true);
  }

  /** Whether a server has had a name in this directory before. */
  public static boolean isKept(Path dataDirectory) {
    return Files.exists(dataDirectory.resolve(FILE));
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown machine";
    }
  }
}
