package dev.letterlock.server.net.upgrade;

import java.util.Locale;

/** Why an upgrade is refused: the HTTP status, a stable code and a sentence. */
public enum UpgradeRefusal {
  HTTP_VERSION(505, "An upgrade needs HTTP/1.1."),
  METHOD(405, "An upgrade needs the method GET."),
  QUERY(400, "The path takes no query; a token belongs in the Authorization header or in Hello."),
  BODY(400, "An upgrade has no body."),
  NOT_AN_UPGRADE(426, "The path takes WebSocket upgrades only."),
  WEBSOCKET_VERSION(426, "The server speaks version 13 of the WebSocket protocol."),
  WEBSOCKET_KEY(400, "Sec-WebSocket-Key must be the base64 form of 16 bytes, exactly once."),
  SUBPROTOCOL(400, "The subprotocol letterlock.v1 must be offered."),
  ORIGIN(403, "Pages of this origin are not let in."),
  AUTHORIZATION(400, "The Authorization header, if any, must carry one bearer token.");

  private final int status;
  private final String meaning;

  UpgradeRefusal(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  public int status() {
    return status;
  }

  /** Stable and short: the constant's name in lower case after {@code upgrade_}. */
  public String code() {
    return "upgrade_" + name().toLowerCase(Locale.ROOT);
  }

  public String meaning() {
    return meaning;
  }
}
