package dev.letterlock.storage.mongo;

import com.mongodb.ConnectionString;
import java.time.Duration;
import java.util.List;

/**
 * How to reach the database. Its text form leaves out the address, which may carry a password.
 *
 * @param uri {@code mongodb://} or {@code mongodb+srv://}; names the database, else {@value
 *     #DEFAULT_DATABASE} is used
 * @param selection longest wait for a server that can be used, and for its answer to a new
 *     connection
 * @param answer longest wait for one answer, and before that for a connection that is free
 * @param connections at most this many, 1 or more
 */
public record MongoConfig(String uri, Duration selection, Duration answer, int connections) {
  /** Used when the address names no database. */
  public static final String DEFAULT_DATABASE = "letterlock";

  /** Time-outs of 2 s and 5 s, 64 connections. */
  public static MongoConfig of(String uri) {
    return new MongoConfig(uri, Duration.ofSeconds(2), Duration.ofSeconds(5), 64);
  }

  /**
   * For a server in the same process, which cannot be away: on a busy machine it may take seconds
   * to answer the first connection, and that is no reason to give up. Time-outs of 30 s and 5 s.
   */
  public static MongoConfig inProcess(String uri) {
    return new MongoConfig(uri, Duration.ofSeconds(30), Duration.ofSeconds(5), 64);
  }

  /** Whether the driver understands this address. Nothing is looked up or asked. */
  public static boolean understands(String uri) {
    try {
      var _ = new ConnectionString(uri, (name, type) -> List.of());
      return true;
    } catch (IllegalArgumentException e) {
      // The driver quotes the address, which may carry a password, so nobody may see its words.
      return false;
    }
  }

  /** Where the database is, for people: hosts and name, and nothing secret. */
  public String place() {
    ConnectionString address = new ConnectionString(uri, (name, type) -> List.of());
    String name = address.getDatabase();
    return String.join(",", address.getHosts()) + "/" + (name == null ? DEFAULT_DATABASE : name);
  }

  @Override
  public String toString() {
    return "MongoConfig[selection="
        + selection
        + ", answer="
        + answer
        + ", connections="
        + connections
        + "]";
  }
}
