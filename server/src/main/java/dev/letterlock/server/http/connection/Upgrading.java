package dev.letterlock.server.http.connection;

import dev.letterlock.server.net.WebSocketConfig;
import dev.letterlock.server.net.upgrade.UpgradeCheck;

/** Which requests become WebSocket connections, and what becomes of those. */
public record Upgrading(UpgradeCheck check, WebSocketConfig sessions) {}
