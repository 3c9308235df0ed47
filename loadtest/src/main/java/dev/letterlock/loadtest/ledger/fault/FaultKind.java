package dev.letterlock.loadtest.ledger.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is done to the server, its connections and its clients. */
public enum FaultKind {
  /**
   * A quarter of the devices dies; after the fault's length, when messages wait for them, {@code
   * kill -9} and a start; then they come back. Over when the process is dead.
   */
  KILL("kill -9 and start"),
  /** The same with SIGTERM. */
  RESTART("stop in order and start"),
  /** SIGSTOP and, after the fault's length, SIGCONT. */
  FREEZE("freeze"),
  /** All connections are reset, at both ends. */
  CUT("cut connections"),
  /**
   * No answer passes for the fault's length; then the devices' ends are reset, and the server's
   * ends stay as if nothing had happened.
   */
  STRAND("lose answers, then the device's end"),
  /** Nothing passes for the fault's length, then everything that was held up. */
  HOLD("hold everything up"),
  /** Everything is late by a tenth of a second for the fault's length. */
  DELAY("delay everything"),
  /** A quarter of the devices dies, and comes back after the fault's length. */
  CRASH("crash devices"),
  /**
   * A quarter of the connections stops reading for twice the fault's length: nothing of what the
   * server says to them passes.
   */
  STALL("stop reading"),
  /** A quarter of the devices puts aside what comes for the fault's length, and until any did. */
  REJECT("reject messages"),
  /**
   * The clock of a server goes forward or back by an hour, and after the fault's length it is right
   * again.
   */
  CLOCK("set a clock wrong by an hour"),
  /**
   * No file of the server can grow for the fault's length, as on a full disk; of several servers,
   * no file of their Redis, which is started again if it gave up.
   */
  FULL("full disk"),
  /**
   * {@code kill -9} of all servers at once, and a start; when all serve again every session finds
   * them in the same moment, the idle ones too. Over then, and recovered when every device had a
   * message accepted and every idle session is open.
   */
  STORM("kill and start all, all reconnect"),
  /**
   * No packet passes between the devices and a server, nor does anybody learn of it, for three
   * times the fault's length.
   */
  ISOLATE("cut a server off from devices"),
  /** The same between a server and its Redis and database. */
  PARTITION("cut a server off from its stores"),
  /** One of ten packets is lost, whoever sends it, for the fault's length. */
  LOSS("lose packets"),
  /**
   * Everybody's packets wait in one queue that is too narrow, and what finds no room there is lost,
   * for the fault's length.
   */
  NARROW("narrow network"),
  /**
   * All servers by turns are stopped in order and started; a server gets no new connections from
   * right before its end on, as from a balancer that asks {@code /readyz}. Over with the last
   * start.
   */
  ROLL("stop and start all by turns"),
  /**
   * A quarter of the devices dies; after the fault's length, when messages wait for them, {@code
   * kill -9} of Redis and a start; then they come back. Over when the process is dead.
   */
  REDIS_KILL("kill -9 and start Redis"),
  /**
   * A quarter of the devices dies and, a second later, Redis by {@code kill -9}, which has lost
   * what it was told in that second; then both come back: what {@code everysec} may cost when the
   * power fails.
   */
  REDIS_TAIL("Redis loses its last second"),
  /** SIGSTOP of Redis and, after the fault's length, SIGCONT. */
  REDIS_FREEZE("freeze Redis"),
  /**
   * {@code kill -9} of a primary of a Redis Cluster, whose replica takes its place; then it comes
   * back as the replica. Over, for each device, when the process is dead.
   */
  REDIS_PROMOTE("promote a replica of Redis"),
  /** {@code kill -9} of the database and, after the fault's length, a start. */
  DATABASE_KILL("kill -9 and start the database"),
  /** No file of the database can grow for the fault's length; it is started again if it gave up. */
  DATABASE_FULL("full disk under the database");

  /** What a run must have for a fault. */
  public enum Need {
    NOTHING("nothing"),
    NODES("--nodes 2 or more"),
    ONE_REDIS("--nodes 2 or more, without --redis-cluster"),
    RELAXED_REDIS("--nodes 2 or more and --durability relaxed, without --redis-cluster"),
    CLUSTER("--redis-cluster");

    private final String words;

    Need(String words) {
      this.words = words;
    }

    /** As options. */
    public String words() {
      return words;
    }
  }

  private final String words;

  FaultKind(String words) {
    this.words = words;
  }

  /** In words for a table. */
  public String words() {
    return words;
  }

  /** As options and reports name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Without which it cannot happen. */
  public Need need() {
    return switch (this) {
      case ROLL, REDIS_KILL, REDIS_FREEZE, DATABASE_KILL, DATABASE_FULL -> Need.NODES;
      case PARTITION -> Need.ONE_REDIS;
      case REDIS_TAIL -> Need.RELAXED_REDIS;
      case REDIS_PROMOTE -> Need.CLUSTER;
      case KILL,
          RESTART,
          FREEZE,
          CUT,
          STRAND,
          HOLD,
          DELAY,
          CRASH,
          STALL,
          REJECT,
          CLOCK,
          FULL,
          STORM,
          ISOLATE,
          LOSS,
          NARROW ->
          Need.NOTHING;
    };
  }

  /** Whether it befalls single packets, which only a network of the run's own allows. */
  public boolean needsOwnNetwork() {
    return this == ISOLATE || this == PARTITION || this == LOSS || this == NARROW;
  }

  /**
   * The kind of that label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static FaultKind of(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(label + " (expected: " + labels() + ")"));
  }

  private static String labels() {
    return Arrays.stream(values()).map(FaultKind::label).collect(Collectors.joining(", "));
  }
}
