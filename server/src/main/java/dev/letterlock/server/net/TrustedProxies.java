package dev.letterlock.server.net;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The proxies whose word about a client's address is believed, and what they say: X-Forwarded-For,
 * or Forwarded (RFC 7239), read from the end up to the first address that is no trusted proxy. Safe
 * for any thread.
 */
public final class TrustedProxies {

  /** Believes nobody. */
  public static final TrustedProxies NONE = new TrustedProxies(address -> false);

  private final Predicate<InetAddress> trusted;

  public TrustedProxies(Predicate<InetAddress> trusted) {
    this.trusted = trusted;
  }

  public boolean trusts(InetAddress address) {
    return trusted.test(address);
  }

  /**
   * The client behind {@code peer}, which is the peer itself unless it is trusted and names one.
   */
  public InetAddress client(InetAddress peer, HttpHeaders headers) {
    if (!trusts(peer)) {
      return peer;
    }
    InetAddress client = peer;
    for (String hop : hops(headers).reversed()) {
      InetAddress named = parse(hop);
      if (named == null) {
        return client;
      }
      client = named;
      if (!trusts(named)) {
        return client;
      }
    }
    return client;
  }

  private static List<String> hops(HttpHeaders headers) {
    List<String> hops = new ArrayList<>();
    for (String value : headers.getAll("X-Forwarded-For")) {
      hops.addAll(List.of(value.split(",", -1)));
    }
    if (hops.isEmpty()) {
      for (String value : headers.getAll("Forwarded")) {
        for (String element : value.split(",", -1)) {
          hops.add(forParameter(element));
        }
      }
    }
    return hops;
  }

  private static String forParameter(String element) {
    for (String pair : element.split(";", -1)) {
      String parameter = pair.strip();
      if (parameter.toLowerCase(Locale.ROOT).startsWith("for=")) {
        return parameter.substring("for=".length());
      }
    }
    return "";
  }

  /** An address with or without port, brackets and quotes. */
  private static @Nullable InetAddress parse(String hop) {
    String text = hop.strip().replace("\"", "");
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      text = end < 0 ? "" : text.substring(1, end);
    } else if (text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0) {
      text = text.substring(0, text.indexOf(':'));
    }
    return NetUtil.createInetAddressFromIpAddressString(text);
  }
}
