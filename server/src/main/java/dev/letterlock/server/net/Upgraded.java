package dev.letterlock.server.net;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the upgrade request told.
 *
 * @param client the address of the client, behind trusted proxies
 * @param bearer the token of the Authorization header, unchecked, if there was one
 */
public record Upgraded(InetAddress client, @Nullable String bearer) {

  /** Leaves the token out. */
  @Override
  public String toString() {
    return "Upgraded[client=" + client + ", bearer=" + (bearer == null ? "none" : "***") + "]";
  }
}
