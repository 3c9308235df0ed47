package dev.letterlock.loadtest.ledger.fault;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What happens to single packets between the processes of a run that has a {@link OwnNetwork
 * network of its own}, which is its loopback. One thread.
 *
 * <p>Each server reaches its Redis and its database under an address of its own, by which its
 * connections to them are known.
 */
final class Packets {

  private static final String STORES = "127.0.2.";

  /** One of so many packets is lost. */
  private static final String LOSS = "0.1";

  /** Less than the devices want to say to each other, and a short queue. */
  private static final String[] NARROW = {"rate", "10mbit", "burst", "16kb", "latency", "100ms"};

  private Packets() {}

  /** Lets servers reach their stores under addresses of their own. */
  static void prepare() throws IOException, InterruptedException {
    Command.run(
        "iptables",
        "-w",
        "-t",
        "nat",
        "-A",
        "OUTPUT",
        "-p",
        "tcp",
        "-d",
        STORES + "0/24",
        "-j",
        "DNAT",
        "--to-destination",
        "127.0.0.1");
  }

  /**
   * Where a server finds its stores.
   *
   * @param number of the server, counted from 1
   */
  static String stores(int number) {
    return STORES + number;
  }

  /** Drops all between the devices and a server. */
  static void isolate(int port) throws IOException, InterruptedException {
    drop("-p", "tcp", "-m", "conntrack", "--ctorigdstport", Integer.toString(port));
  }

  /** Drops all between a server and its stores. */
  static void part(int number) throws IOException, InterruptedException {
    drop("-p", "tcp", "-m", "conntrack", "--ctorigdst", stores(number));
  }

  /** Drops some, drawn at random, between whomever. */
  static void lose() throws IOException, InterruptedException {
    drop("-m", "statistic", "--mode", "random", "--probability", LOSS);
  }

  /** Lets all wait in one narrow queue, and drops what finds no room there. */
  static void narrow() throws IOException, InterruptedException {
    Command.run(words(new String[] {"tc", "qdisc", "add", "dev", "lo", "root", "tbf"}, NARROW));
  }

  /** Ends {@link #narrow}. */
  static void widen() throws IOException, InterruptedException {
    Command.run("tc", "qdisc", "del", "dev", "lo", "root");
  }

  /** Drops nothing any more. */
  static void heal() throws IOException, InterruptedException {
    Command.run("iptables", "-w", "-F", "INPUT");
  }

  private static void drop(String... matching) throws IOException, InterruptedException {
    Command.run(
        words(words(new String[] {"iptables", "-w", "-A", "INPUT"}, matching), "-j", "DROP"));
  }

  private static String[] words(String[] first, String... more) {
    return Stream.of(first, more).flatMap(Arrays::stream).toArray(String[]::new);
  }
}
